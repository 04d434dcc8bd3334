package dev.orlop.hold.pds;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.hold.store.Group;
import dev.orlop.hold.store.car.LogReader;
import dev.orlop.mst.CommitDraft;

/** Is told of commits once they are durable and visible; must be quick and must not throw. */
@FunctionalInterface
public interface CommitListener {
  /** A commit was made. */
  void committed(CommitDraft draft, long seq);

  /** All commits of one batch were told of: what is better done once for many is done here. */
  default void settled() {}

  /**
   * The index was told of a group when its repo was opened. Whether the listener was told of the
   * commit by the process before is for it to know.
   *
   * @param blocks reads those of the group, until this method returns
   */
  default void replayed(Did did, Group group, LogReader blocks) {}
}
