package dev.orlop.hold.pds;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.store.BlockLocation;
import dev.orlop.hold.store.Group;
import dev.orlop.hold.store.IndexView;
import dev.orlop.hold.store.RepoIndex;
import dev.orlop.hold.store.StoreFailedException;
import dev.orlop.hold.store.StoredRecord;
import dev.orlop.mst.RepoState;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** An index that takes nothing while a test says so. */
final class FaultyIndex implements RepoIndex {
  private final RepoIndex index;
  private final AtomicInteger lookups = new AtomicInteger();
  private final AtomicInteger folds = new AtomicInteger();
  private boolean refusing;

  FaultyIndex(RepoIndex index) {
    this.index = index;
  }

  /** From now on changes nothing, as one whose disk is full. */
  void refuse() {
    refusing = true;
  }

  /** How often a block was looked for so far. */
  int lookups() {
    return lookups.get();
  }

  /** How often groups were folded in so far. */
  int folds() {
    return folds.get();
  }

  /** Refuses nothing any more. */
  void mend() {
    refusing = false;
  }

  @Override
  public void apply(Did did, List<Group> groups, SnapshotRecords snapshotRecords) {
    if (refusing) {
      throw new StoreFailedException("the index cannot be written", new IOException("disk full"));
    }
    folds.incrementAndGet();
    index.apply(did, groups, snapshotRecords);
  }

  @Override
  public void load(Did did, GroupSource groups, SnapshotRecords snapshotRecords) {
    if (refusing) {
      throw new StoreFailedException("the index cannot be written", new IOException("disk full"));
    }
    index.load(did, groups, snapshotRecords);
  }

  @Override
  public Optional<Head> head(Did did) {
    return index.head(did);
  }

  @Override
  public List<RepoState> heads(Optional<Did> after, int limit) {
    return index.heads(after, limit);
  }

  @Override
  public void forget(Did did) {
    index.forget(did);
  }

  @Override
  public Optional<BlockLocation> block(Did did, Cid cid) {
    lookups.incrementAndGet();
    return index.block(did, cid);
  }

  @Override
  public <T> T view(Did did, IndexView.Reader<T> reader) {
    return index.view(did, reader);
  }

  @Override
  public Size size(Did did) {
    return index.size(did);
  }

  @Override
  public Optional<StoredRecord> record(Did did, RepoPath path) {
    return index.record(did, path);
  }

  @Override
  public List<StoredRecord> records(
      Did did, Nsid collection, Optional<RecordKey> after, int limit, boolean descending) {
    return index.records(did, collection, after, limit, descending);
  }

  @Override
  public List<Nsid> collections(Did did) {
    return index.collections(did);
  }

  @Override
  public boolean hasBlob(Did did, Cid blob) {
    return index.hasBlob(did, blob);
  }

  @Override
  public List<Cid> blobs(Did did, Optional<Tid> since, Optional<Cid> after, int limit) {
    return index.blobs(did, since, after, limit);
  }

  @Override
  public List<BlobUse> blobUses(Did did, Optional<Cid> after, int limit) {
    return index.blobUses(did, after, limit);
  }

  @Override
  public Map<RepoPath, Set<Cid>> blobsByRecord(Did did) {
    return index.blobsByRecord(did);
  }

  @Override
  public OptionalLong mark(Did did, String name) {
    return index.mark(did, name);
  }

  @Override
  public Map<String, Long> marks(Did did) {
    return index.marks(did);
  }

  @Override
  public long lastSeq() {
    return index.lastSeq();
  }

  @Override
  public void close() {
    index.close();
  }
}
