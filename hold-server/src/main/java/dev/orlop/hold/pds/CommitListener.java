package dev.orlop.hold.pds;

import dev.orlop.mst.CommitDraft;

/** Is told of commits once they are durable and visible; must be quick and must not throw. */
@FunctionalInterface
public interface CommitListener {
  /** A commit was made. */
  void committed(CommitDraft draft, long seq);
}
