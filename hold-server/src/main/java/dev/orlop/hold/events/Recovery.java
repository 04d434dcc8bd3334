package dev.orlop.hold.events;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.hold.pds.SeqClock;
import dev.orlop.hold.store.Group;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Says of a group that is replayed whether the log has its event. While repos are opened after a
 * start, what the log was found to hold decides; later, whether the commit is still on its way.
 */
final class Recovery {
  private final SeqClock seqs;
  private final long settled;
  private Optional<Map<Did, Tid>> told;

  Recovery(SeqClock seqs, long settled, Map<Did, Tid> told) {
    this.seqs = seqs;
    this.settled = settled;
    this.told = Optional.of(new HashMap<>(told));
  }

  boolean isOver() {
    return told.isEmpty();
  }

  /** All repos have been opened. */
  void end() {
    told = Optional.empty();
  }

  /** Whether a replayed group's event is missing; counts as told from now on. */
  boolean isMissing(Did did, Group group) {
    long seq = group.trailer().seq();
    if (seqs.isBegun(seq)) {
      seqs.end(seq);
      return true;
    }
    if (told.isEmpty() || seq <= settled) {
      return false;
    }
    Tid rev = group.trailer().rev();
    Tid last = told.get().get(did);
    if (last != null && rev.compareTo(last) <= 0) {
      return false;
    }
    told.get().put(did, rev);
    // Of a repo's first commit nobody is told.
    return group.trailer().since().isPresent() || group.trailer().snapshot().isPresent();
  }
}
