package dev.orlop.hold.app;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.hold.pds.CommitListener;
import dev.orlop.hold.store.Group;
import dev.orlop.hold.store.car.LogReader;
import dev.orlop.mst.CommitDraft;

/**
 * Tells one of the hold's own repo alone, since others may write records of the hold's kinds, too,
 * into repos of their own; and another of all.
 */
record Listeners(Did own, CommitListener ofOwn, CommitListener ofAll) implements CommitListener {
  @Override
  public void committed(CommitDraft draft, long seq) {
    if (draft.commit().did().equals(own)) {
      ofOwn.committed(draft, seq);
    }
    ofAll.committed(draft, seq);
  }

  @Override
  public void settled() {
    ofAll.settled();
  }

  @Override
  public void replayed(Did did, Group group, LogReader blocks) {
    ofAll.replayed(did, group, blocks);
  }
}
