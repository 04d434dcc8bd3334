package dev.orlop.hold.store;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cid.Cid;
import dev.orlop.mst.RepoState;
import java.util.Map;
import java.util.Optional;

/**
 * A group as it lies in a repo's log.
 *
 * @param trailer what the commit did
 * @param blocks where its blocks lie, the commit among them, the trailer not
 * @param proof where the nodes lie that are there for the commit's event alone; no part of the repo
 *     by being here
 * @param start the position before it; offset 0 for the first of its segment
 * @param end the position behind it
 */
public record Group(
    Trailer trailer,
    Map<Cid, BlockLocation> blocks,
    Map<Cid, BlockLocation> proof,
    LogPosition start,
    LogPosition end) {
  /** What is known of the repo of {@code did} behind this group. */
  public RepoIndex.Head head(Did did) {
    RepoState state = new RepoState(did, trailer.commit(), trailer.rev(), trailer.data());
    return new RepoIndex.Head(state, end);
  }

  /** Whether nothing is missing between what is known of a log and this group. */
  public boolean follows(Optional<RepoIndex.Head> known) {
    if (trailer.snapshot().isPresent()) {
      return true;
    }
    if (known.isEmpty()) {
      return start.offset() == 0 && trailer.since().isEmpty();
    }
    LogPosition end = known.get().position();
    boolean nextSegment = start.offset() == 0 && start.segment() == end.segment() + 1;
    return (start.equals(end) || nextSegment)
        && trailer.since().equals(Optional.of(known.get().state().rev()));
  }
}
