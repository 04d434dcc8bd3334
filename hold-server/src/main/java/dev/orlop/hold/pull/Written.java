package dev.orlop.hold.pull;

import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.car.cbor.CborLimits;
import dev.orlop.car.cbor.DagCbor;
import dev.orlop.hold.pds.RecordEntry;
import dev.orlop.mst.CommitDraft;
import dev.orlop.mst.RepoOp;
import java.util.ArrayList;
import java.util.List;

/** Reads the records that a commit wrote out of the commit itself. */
final class Written {
  private Written() {}

  static List<RecordEntry> records(CommitDraft draft, Nsid collection) {
    List<RecordEntry> entries = new ArrayList<>();
    for (RepoOp op : draft.ops()) {
      if (op.cid() == null || !op.path().collection().equals(collection)) {
        continue;
      }
      byte[] block = draft.newBlocks().get(op.cid());
      // Absent when the same bytes were in the repo already, under another path.
      if (block != null) {
        entries.add(
            new RecordEntry(op.path(), op.cid(), DagCbor.decodeMap(block, CborLimits.RECORD)));
      }
    }
    return entries;
  }
}
