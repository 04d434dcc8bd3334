package dev.orlop.hold.store.sql;

import dev.orlop.mst.CommitDraft;
import java.util.Optional;

/** Says what the network is told of a commit. Asked while the head row is locked. */
@FunctionalInterface
public interface CommitFrames {
  /** Nobody is told anything. */
  CommitFrames NONE = (_, _) -> Optional.empty();

  /** The frame of the commit's event; empty if it is not told of. */
  Optional<byte[]> frame(CommitDraft draft, long seq);
}
