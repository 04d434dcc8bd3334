package dev.orlop.hold.pds;

import dev.orlop.car.cid.Cid;
import dev.orlop.mst.RecordWrite;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes that are to become one commit.
 *
 * @param swapCommit the commit that must be the head, if the caller insists on one
 * @param marks named numbers that become true with the commit, and with it alone
 */
public record CommitRequest(
    List<RecordWrite> writes, Optional<Cid> swapCommit, Map<String, Long> marks) {
  /** Copies the collections. */
  public CommitRequest {
    writes = List.copyOf(writes);
    marks = Map.copyOf(marks);
  }

  /** Writes on whatever the head is. */
  public static CommitRequest of(List<RecordWrite> writes) {
    return new CommitRequest(writes, Optional.empty(), Map.of());
  }

  /** One write on whatever the head is. */
  public static CommitRequest of(RecordWrite write) {
    return of(List.of(write));
  }

  /** The same writes, with a mark. */
  public CommitRequest withMark(String name, long value) {
    return new CommitRequest(writes, swapCommit, Map.of(name, value));
  }

  /** The same writes, on this head only. */
  public CommitRequest onto(Cid head) {
    return new CommitRequest(writes, Optional.of(head), marks);
  }
}
