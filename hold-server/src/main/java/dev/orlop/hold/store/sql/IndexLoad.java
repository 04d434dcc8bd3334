package dev.orlop.hold.store.sql;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.store.BlockLocation;
import dev.orlop.hold.store.CrashPoint;
import dev.orlop.hold.store.Group;
import dev.orlop.hold.store.RepoIndex;
import dev.orlop.hold.store.Trailer;
import dev.orlop.mst.RepoOp;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Folds the whole log of a repo that the tables do not have, in memory, and then writes what came
 * of it: most rows of a long history are gone again at its end. Comes to what {@link GroupFold}
 * comes to, which is slower and needs less memory.
 */
final class IndexLoad {
  private final Did did;
  private final RepoIndex.SnapshotRecords snapshotRecords;
  private final Map<Cid, NetChanges.Row> blocks = new HashMap<>();
  private final Map<RepoPath, Cid> records = new HashMap<>();

  /** How many records hold the same bytes. */
  private final Map<Cid, Integer> holders = new HashMap<>();

  private final Map<RepoPath, Set<Cid>> blobs = new HashMap<>();
  private final Map<String, Long> marks = new HashMap<>();
  private Optional<RepoIndex.Head> head = Optional.empty();
  private long seq;

  IndexLoad(Did did, RepoIndex.SnapshotRecords snapshotRecords) {
    this.did = did;
    this.snapshotRecords = snapshotRecords;
  }

  /**
   * Folds the next group in.
   *
   * @throws dev.orlop.hold.store.IndexGapException if it is not the next
   */
  void add(Group group) {
    GroupFold.requireNext(did, head, group);
    Trailer trailer = group.trailer();
    if (trailer.snapshot().isPresent()) {
      blocks.clear();
      records.clear();
      holders.clear();
      blobs.clear();
    }
    putBlocks(group);
    if (trailer.snapshot().isPresent()) {
      snapshotRecords.of(group).forEach(this::putRecord);
    } else {
      fold(trailer.ops());
    }
    blobs.putAll(trailer.blobs());
    trailer.removed().forEach(blocks::remove);
    head.map(known -> known.state().commit())
        .filter(commit -> !commit.equals(trailer.commit()))
        .ifPresent(blocks::remove);
    marks.putAll(trailer.marks());
    seq = trailer.seq();
    head = Optional.of(group.head(did));
  }

  private void putBlocks(Group group) {
    int number = 0;
    for (Map.Entry<Cid, BlockLocation> block : group.blocks().entrySet()) {
      blocks.put(
          block.getKey(), new NetChanges.Row(block.getValue(), group.trailer().blockRev(number)));
      number++;
    }
  }

  private void fold(List<RepoOp> ops) {
    for (RepoOp op : ops) {
      blobs.remove(op.path());
      if (op.cid() instanceof Cid cid) {
        putRecord(op.path(), cid);
      } else if (records.remove(op.path()) instanceof Cid old) {
        release(old);
      }
    }
    // Only now is it known whether another path still holds the same bytes.
    for (RepoOp op : ops) {
      if (op.prev() instanceof Cid prev && !holders.containsKey(prev)) {
        blocks.remove(prev);
      }
    }
  }

  private void putRecord(RepoPath path, Cid cid) {
    holders.merge(cid, 1, Integer::sum);
    if (records.put(path, cid) instanceof Cid old) {
      release(old);
    }
  }

  private void release(Cid cid) {
    holders.computeIfPresent(cid, (_, count) -> count > 1 ? count - 1 : null);
  }

  /** Writes the rows, within a transaction that is the caller's. */
  void write(Connection connection) throws SQLException {
    if (head.isEmpty()) {
      return;
    }
    int repo = RepoRows.insertRepo(connection, head.get(), seq);
    try (PreparedStatement insert = connection.prepareStatement(Sql.BLOCK_INSERT);
        RowBatch rows = new RowBatch(insert)) {
      for (Map.Entry<Cid, NetChanges.Row> block : blocks.entrySet()) {
        BlockLocation at = block.getValue().location();
        rows.add(
            repo,
            block.getKey().toBytes(),
            at.segment(),
            at.position(),
            at.length(),
            block.getValue().rev().value());
      }
    }
    CrashPoint.INDEX_HALF_WRITTEN.reached();
    try (PreparedStatement insert = connection.prepareStatement(Sql.RECORD_INSERT);
        RowBatch rows = new RowBatch(insert)) {
      for (Map.Entry<RepoPath, Cid> record : records.entrySet()) {
        RepoPath path = record.getKey();
        rows.add(
            repo,
            path.collection().toString(),
            path.rkey().toString(),
            record.getValue().toBytes());
      }
    }
    try (PreparedStatement insert = connection.prepareStatement(Sql.BLOB_PUT);
        RowBatch rows = new RowBatch(insert)) {
      for (Map.Entry<RepoPath, Set<Cid>> record : blobs.entrySet()) {
        String collection = record.getKey().collection().toString();
        String rkey = record.getKey().rkey().toString();
        for (Cid blob : record.getValue()) {
          rows.add(repo, blob.toString(), collection, rkey);
        }
      }
    }
    try (PreparedStatement insert = connection.prepareStatement(Sql.MARK_PUT);
        RowBatch rows = new RowBatch(insert)) {
      for (Map.Entry<String, Long> mark : marks.entrySet()) {
        rows.add(repo, mark.getKey(), mark.getValue());
      }
    }
  }
}
