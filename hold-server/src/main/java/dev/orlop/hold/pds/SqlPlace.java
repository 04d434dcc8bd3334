package dev.orlop.hold.pds;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.car.cbor.CborLimits;
import dev.orlop.car.cbor.DagCbor;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.store.RecordRef;
import dev.orlop.hold.store.RepoIndex;
import dev.orlop.hold.store.StoreDamagedException;
import dev.orlop.hold.store.StoreFailedException;
import dev.orlop.hold.store.sql.RepoChanges;
import dev.orlop.hold.store.sql.SqlExports;
import dev.orlop.hold.store.sql.SqlRepo;
import dev.orlop.mst.RepoState;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A repo that lies in the tables of a database. Each question is answered by the tables as they
 * are: another process may have written a moment ago.
 */
final class SqlPlace implements RepoPlace {
  private final Did did;
  private final SqlRepo repo;
  private final SqlExports exports;
  private final Supplier<CommitService> opener;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable CommitService commits;
  private boolean closed;
  private final SharedRepo shared = new Shared();

  SqlPlace(Did did, SqlRepo repo, SqlExports exports, Supplier<CommitService> opener) {
    this.did = did;
    this.repo = repo;
    this.exports = exports;
    this.opener = opener;
  }

  @Override
  public void open() {
    CommitService unused = commits();
  }

  private CommitService commits() {
    CommitService known = commits;
    if (known != null) {
      return known;
    }
    lock.lock();
    try {
      if (closed) {
        throw new StoreFailedException("the repo is closed", new IllegalStateException());
      }
      CommitService opened = commits;
      if (opened == null) {
        opened = opener.get();
        opened.open();
        commits = opened;
      }
      return opened;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public RepoState head() {
    return repo.head().or(this::begun).orElseThrow(this::missing);
  }

  private Optional<RepoState> begun() {
    open();
    return repo.head();
  }

  private StoreDamagedException missing() {
    return new StoreDamagedException("the repo of " + did + " is not in the database");
  }

  @Override
  public Optional<RepoState> headAtHand() {
    return repo.head();
  }

  @Override
  public Optional<RecordRef> record(RepoPath path) {
    return repo.record(path);
  }

  @Override
  public Optional<RecordEntry> entry(RepoPath path) {
    return repo.found(path).map(SqlPlace::entry);
  }

  private static RecordEntry entry(SqlRepo.Found found) {
    return new RecordEntry(
        found.path(), found.cid(), DagCbor.decodeMap(found.block(), CborLimits.RECORD));
  }

  @Override
  public List<RecordEntry> entries(
      Nsid collection, Optional<RecordKey> after, int limit, boolean descending) {
    return repo.found(collection, after, limit, descending).stream().map(SqlPlace::entry).toList();
  }

  @Override
  public List<RecordRef> records(
      Nsid collection, Optional<RecordKey> after, int limit, boolean descending) {
    return repo.records(collection, after, limit, descending);
  }

  @Override
  public List<Nsid> collections() {
    return repo.collections();
  }

  @Override
  public boolean hasBlob(Cid blob) {
    return repo.hasBlob(blob);
  }

  @Override
  public List<Cid> blobs(Optional<Tid> since, Optional<Cid> after, int limit) {
    return repo.blobs(since, after, limit);
  }

  @Override
  public List<RepoIndex.BlobUse> blobUses(Optional<Cid> after, int limit) {
    return repo.blobUses(after, limit);
  }

  @Override
  public OptionalLong mark(String name) {
    return repo.mark(name);
  }

  @Override
  public RepoIndex.Size size() {
    return repo.size();
  }

  @Override
  public byte @Nullable [] get(Cid cid) {
    return repo.get(cid);
  }

  @Override
  public Optional<SharedRepo> shared() {
    return Optional.of(shared);
  }

  private final class Shared implements SharedRepo {
    @Override
    public RepoState head() {
      return SqlPlace.this.head();
    }

    @Override
    public void keepChanges() {
      repo.changes().keep();
    }

    @Override
    public Optional<Changes> since(RepoState known, Set<Nsid> collections) {
      return repo.changes()
          .since(known, collections)
          .map(
              since ->
                  new Changes(
                      since.head(), since.records().stream().map(SqlPlace::change).toList()));
    }
  }

  private static RecordChange change(RepoChanges.Change change) {
    return new RecordChange(
        change.path(), change.block().map(block -> DagCbor.decodeMap(block, CborLimits.RECORD)));
  }

  @Override
  public <T> T view(Reader<T> reader) {
    return repo.view(reader::read);
  }

  @Override
  public void export(OutputStream out) throws IOException {
    exports.write(did, out);
  }

  @Override
  public void exportSince(Tid since, OutputStream out) throws IOException {
    exports.writeSince(did, since, out);
  }

  @Override
  public void blocks(List<Cid> cids, OutputStream out) throws IOException {
    repo.blocks(cids, out);
  }

  @Override
  public <T> T writing(Function<CommitService, T> action) {
    return action.apply(commits());
  }

  /** The tables hold the live blocks alone, always. */
  @Override
  public Repo.Compaction compact() {
    return new Repo.Compaction(0, 0);
  }

  @Override
  public long logBytes() {
    return 0;
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      CommitService opened = commits;
      if (opened != null) {
        opened.close();
      }
    } finally {
      lock.unlock();
    }
  }
}
