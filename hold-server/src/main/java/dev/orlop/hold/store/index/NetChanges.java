package dev.orlop.hold.store.index;

import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.store.BlockLocation;
import dev.orlop.hold.store.Group;
import dev.orlop.hold.store.Trailer;
import dev.orlop.mst.RepoOp;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What several groups of a log change, taken together: most tree nodes of one commit are out of use
 * with the next, and what is brought and taken away within them never becomes a row.
 */
final class NetChanges {
  /** A block's row. */
  record Row(BlockLocation location, Tid rev) {}

  private final Map<Cid, Row> blocks = new LinkedHashMap<>();
  private final Set<Cid> gone = new LinkedHashSet<>();
  private final Map<RepoPath, Optional<Cid>> records = new LinkedHashMap<>();
  private final Set<Cid> replaced = new LinkedHashSet<>();
  private final Map<RepoPath, Set<Cid>> blobs = new LinkedHashMap<>();
  private final Map<String, Long> marks = new HashMap<>();

  /**
   * Adds the next group; the records of a snapshot are not in it.
   *
   * @param before the commit before it
   */
  void add(Group group, Optional<Cid> before) {
    Trailer trailer = group.trailer();
    int number = 0;
    for (Map.Entry<Cid, BlockLocation> block : group.blocks().entrySet()) {
      blocks.put(block.getKey(), new Row(block.getValue(), trailer.blockRev(number)));
      number++;
    }
    for (RepoOp op : trailer.ops()) {
      records.put(op.path(), Optional.ofNullable(op.cid()));
      if (op.prev() instanceof Cid prev) {
        replaced.add(prev);
        // What it referred to, it refers to no more, whether or not it has blobs now.
        blobs.put(op.path(), Set.of());
      }
    }
    blobs.putAll(trailer.blobs());
    trailer.removed().forEach(this::remove);
    before.filter(commit -> !commit.equals(trailer.commit())).ifPresent(this::remove);
    marks.putAll(trailer.marks());
  }

  /** Adds records whose blocks came with a snapshot. */
  void addRecords(Map<RepoPath, Cid> snapshot) {
    snapshot.forEach((path, cid) -> records.put(path, Optional.of(cid)));
  }

  private void remove(Cid cid) {
    if (blocks.remove(cid) == null) {
      gone.add(cid);
    }
  }

  /** The blocks that are there now. */
  Map<Cid, Row> blocks() {
    return blocks;
  }

  /** The blocks that are there no more; to be taken away before the others are added. */
  Set<Cid> gone() {
    return gone;
  }

  /** The records that changed; empty for those that are gone. */
  Map<RepoPath, Optional<Cid>> records() {
    return records;
  }

  /** The records' blocks that are there no more, unless another path still holds the same bytes. */
  Set<Cid> replaced() {
    return replaced;
  }

  /** What changed records refer to now; those are left out that referred to nothing before, too. */
  Map<RepoPath, Set<Cid>> blobs() {
    return blobs;
  }

  /** The numbers that became true. */
  Map<String, Long> marks() {
    return marks;
  }
}
