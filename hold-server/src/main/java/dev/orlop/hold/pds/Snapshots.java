package dev.orlop.hold.pds;

import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.car.cid.Cid;
import dev.orlop.mst.BlockSource;
import dev.orlop.mst.MstCursor;
import dev.orlop.mst.NodeStore;
import java.util.LinkedHashMap;
import java.util.Map;

/** Lists the records of a snapshot by walking its tree. */
final class Snapshots {
  private Snapshots() {}

  /** The records of the tree at {@code data}, whose nodes come from {@code blocks}. */
  static Map<RepoPath, Cid> records(Cid data, BlockSource blocks) {
    Map<RepoPath, Cid> records = new LinkedHashMap<>();
    MstCursor.all(NodeStore.over(blocks), data)
        .forEachRemaining(entry -> records.put(RepoPath.parse(entry.path()), entry.value()));
    return records;
  }
}
