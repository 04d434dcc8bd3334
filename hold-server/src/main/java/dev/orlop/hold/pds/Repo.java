package dev.orlop.hold.pds;

import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.car.CarWriter;
import dev.orlop.car.cbor.CborLimits;
import dev.orlop.car.cbor.DagCbor;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.store.BlockLocation;
import dev.orlop.hold.store.RepoIndex;
import dev.orlop.hold.store.StoredRecord;
import dev.orlop.hold.store.car.RepoLog;
import dev.orlop.mst.BlockSource;
import dev.orlop.mst.MissingBlockException;
import dev.orlop.mst.MstKey;
import dev.orlop.mst.MstProof;
import dev.orlop.mst.NodeStore;
import dev.orlop.mst.RepoExporter;
import dev.orlop.mst.RepoState;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One repo: reads from the index and the log, writes through its {@link CommitService}. Safe for
 * use by several threads; reads do not wait for writes.
 */
public final class Repo implements BlockSource, AutoCloseable {
  private final Did did;
  private final RepoLog log;
  private final RepoIndex index;
  private final NodeStore nodes;
  private final CommitService commits;

  Repo(
      Did did,
      SigningKey key,
      RepoLog log,
      RepoIndex index,
      CommitService.Clocks clocks,
      CommitListener listener,
      long maxCachedNodes) {
    this.did = did;
    this.log = log;
    this.index = index;
    this.nodes = new NodeCache(this, maxCachedNodes);
    this.commits = new CommitService(did, key, log, index, nodes, clocks, listener);
  }

  /** Whose repo it is. */
  public Did did() {
    return did;
  }

  /** Where it stands. */
  public RepoState head() {
    return commits.head();
  }

  /** Writes; when the call returns, what was committed is on disk and can be read. */
  public CommitResult commit(CommitRequest request) {
    return commits.commit(request);
  }

  /** Signs the same tree again under a new rev, as after a rotation of keys. */
  public CommitResult.Committed recommit() {
    return commits.recommit();
  }

  /** Rewrites the log so that it holds the live blocks and nothing else. */
  public Compaction compact() {
    return commits.compact();
  }

  /** What compaction saved, in bytes on disk. */
  public record Compaction(long bytesBefore, long bytesAfter) {}

  /** One record. */
  public Optional<StoredRecord> record(RepoPath path) {
    return index.record(did, path);
  }

  /** One record's value. */
  public Optional<DataMap> value(RepoPath path) {
    return record(path).map(record -> value(record.cid()));
  }

  /** The value of the record with this CID, which the index has named. */
  public DataMap value(Cid cid) {
    return DagCbor.decodeMap(require(cid), CborLimits.RECORD);
  }

  /** Records of one collection in the order of their keys; see {@link RepoIndex#records}. */
  public List<StoredRecord> records(
      Nsid collection, Optional<RecordKey> after, int limit, boolean descending) {
    return index.records(did, collection, after, limit, descending);
  }

  /** The collections that have records. */
  public List<Nsid> collections() {
    return index.collections(did);
  }

  /** A number that became true with some commit. */
  public OptionalLong mark(String name) {
    return index.mark(did, name);
  }

  /** How many live blocks there are, and how many bytes they take. */
  public RepoIndex.Size size() {
    return index.size(did);
  }

  /** The bytes of a live block, or null. */
  @Override
  public byte @Nullable [] get(Cid cid) {
    Optional<BlockLocation> location = index.block(did, cid);
    return location.isPresent() ? log.read(location.get()) : null;
  }

  /** Writes the whole repo as a CAR. */
  public void export(OutputStream out) throws IOException {
    RepoExporter.write(out, this, head().commit());
  }

  /** Writes the blocks that came after {@code since} as a CAR whose root is the head. */
  public void exportSince(Tid since, OutputStream out) throws IOException {
    RepoState head = head();
    CarWriter writer = new CarWriter(out, List.of(head.commit()));
    try (Stream<Map.Entry<Cid, BlockLocation>> blocks = index.blocksSince(did, since)) {
      for (Map.Entry<Cid, BlockLocation> block :
          (Iterable<Map.Entry<Cid, BlockLocation>>) blocks::iterator) {
        writer.write(block.getKey(), log.read(block.getValue()));
      }
    }
  }

  /** Writes the proof of one record, or of its absence, as a CAR whose root is the head. */
  public void proof(RepoPath path, OutputStream out) throws IOException {
    RepoState head = head();
    CarWriter writer = new CarWriter(out, List.of(head.commit()));
    writer.write(head.commit(), require(head.commit()));
    byte[] key = MstKey.of(path.toString());
    List<Cid> way = MstProof.path(nodes, head.data(), key);
    for (Cid node : way) {
      writer.write(node, require(node));
    }
    int found = nodes.get(way.getLast()).find(key);
    if (found >= 0) {
      Cid record = nodes.get(way.getLast()).value(found);
      writer.write(record, require(record));
    }
  }

  /**
   * Writes some live blocks as a CAR without roots.
   *
   * @throws MissingBlockException before anything is written, if one is not live
   */
  public void blocks(List<Cid> cids, OutputStream out) throws IOException {
    for (Cid cid : cids) {
      if (index.block(did, cid).isEmpty()) {
        throw new MissingBlockException(cid);
      }
    }
    CarWriter writer = new CarWriter(out, List.of());
    for (Cid cid : cids) {
      writer.write(cid, require(cid));
    }
  }

  @Override
  public void close() {
    commits.close();
    log.close();
  }
}
