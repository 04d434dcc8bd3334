package dev.orlop.hold.store.index;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.store.BlockLocation;
import dev.orlop.hold.store.Group;
import dev.orlop.hold.store.RepoIndex;
import dev.orlop.hold.store.Trailer;
import dev.orlop.mst.RepoOp;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * All rows of a repo, in memory: folds a log from its beginning, or from a snapshot. Most rows of a
 * long history are gone again at its end, so this is much faster than {@link CommitFold}, which it
 * must not differ from in what comes of it.
 */
final class RepoContent {
  private final Did did;
  private final RepoIndex.SnapshotRecords snapshotRecords;
  private final Map<Cid, NetChanges.Row> blocks = new HashMap<>();
  private final Map<RepoPath, Cid> records = new HashMap<>();

  /** How many records hold the same bytes. */
  private final Map<Cid, Integer> holders = new HashMap<>();

  private final Map<RepoPath, Set<Cid>> blobs = new HashMap<>();
  private final Map<String, Long> marks;
  private Optional<RepoIndex.Head> head = Optional.empty();
  private long seq;

  /**
   * What there is before the first group.
   *
   * @param marks those of before a snapshot, which it does not take away
   */
  RepoContent(Did did, RepoIndex.SnapshotRecords snapshotRecords, Map<String, Long> marks) {
    this.did = did;
    this.snapshotRecords = snapshotRecords;
    this.marks = new HashMap<>(marks);
  }

  /**
   * Folds the next group in.
   *
   * @throws dev.orlop.hold.store.IndexGapException if it is not the next
   */
  void add(Group group) {
    IndexWriter.requireNext(did, head, group);
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

  /** The repo's own row; empty before the first group. */
  Optional<RepoRow> repo(int number) {
    long bytes = blocks.values().stream().mapToLong(block -> block.location().length()).sum();
    return head.map(
        known -> new RepoRow(number, known, seq, new RepoIndex.Size(blocks.size(), bytes)));
  }

  /** Hands over all other rows. */
  void forEachRow(int number, Consumer<RowChange> rows) {
    blocks.forEach(
        (cid, block) ->
            rows.accept(
                RowChange.block(number, cid, CommitFold.row(block, holders.getOrDefault(cid, 0)))));
    records.forEach((path, cid) -> rows.accept(RowChange.record(number, path, cid)));
    blobs.forEach((path, cids) -> RowChange.blobs(number, path, cids).forEach(rows));
    marks.forEach((name, value) -> rows.accept(RowChange.mark(number, name, value)));
  }
}
