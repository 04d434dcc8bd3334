package dev.orlop.hold.pds;

import dev.orlop.atproto.firehose.CommitEvent;
import dev.orlop.car.cid.Cid;
import dev.orlop.mst.CommitDraft;
import dev.orlop.mst.CommitNews;
import dev.orlop.mst.RepoOp;
import java.util.Optional;

/**
 * What a commit may be at most, so that its event can be sent (Sync 1.1). Refused before anything
 * is written: a commit that nobody can be told of would cut its repo off from the network.
 */
final class CommitLimits {
  private CommitLimits() {}

  static Optional<CommitResult> refusal(CommitDraft draft) {
    if (draft.ops().size() > CommitEvent.MAX_OPS) {
      return tooLarge("Too many writes. Max: " + CommitEvent.MAX_OPS);
    }
    for (RepoOp op : draft.ops()) {
      if (op.cid() instanceof Cid cid && length(draft, cid) > CommitEvent.MAX_RECORD_BYTES) {
        return tooLarge("Record over " + CommitEvent.MAX_RECORD_BYTES + " bytes: " + op.path());
      }
    }
    return CommitNews.of(draft).carSize() > CommitEvent.MAX_BLOCKS_BYTES
        ? tooLarge("Max event size: " + CommitEvent.MAX_BLOCKS_BYTES + " bytes")
        : Optional.empty();
  }

  private static int length(CommitDraft draft, Cid record) {
    byte[] block = draft.newBlocks().get(record);
    return block == null ? 0 : block.length;
  }

  private static Optional<CommitResult> tooLarge(String reason) {
    return Optional.of(new CommitResult.TooLarge(reason));
  }
}
