package dev.orlop.hold.pds;

import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.store.RepoIndex;
import dev.orlop.mst.BlockSource;
import dev.orlop.mst.MstCursor;
import dev.orlop.mst.NodeStore;
import java.util.LinkedHashMap;
import java.util.Map;

/** Lists the records of a snapshot by walking its tree. */
final class Snapshots {
  private Snapshots() {}

  /** Walks trees whose blocks come from {@code blocks}. */
  static RepoIndex.SnapshotRecords of(BlockSource blocks) {
    return group -> {
      Map<RepoPath, Cid> records = new LinkedHashMap<>();
      NodeStore nodes = NodeStore.over(blocks);
      MstCursor.all(nodes, group.trailer().data())
          .forEachRemaining(entry -> records.put(RepoPath.parse(entry.path()), entry.value()));
      return records;
    };
  }
}
