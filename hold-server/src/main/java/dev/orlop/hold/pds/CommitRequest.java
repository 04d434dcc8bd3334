package dev.orlop.hold.pds;

import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.car.cid.Cid;
import dev.orlop.mst.RecordWrite;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Writes that are to become one commit.
 *
 * @param swapCommit the commit that must be the head, if the caller insists on one
 * @param swapRecords what records must be before the writes; empty for one that must not be there.
 *     A record that is to be deleted and is not there fits whatever is said of it
 * @param imported the rev of another repo whose records these are: the commit goes above it, is
 *     made even of no change, and may be larger than the network takes news of
 * @param marks named numbers that become true with the commit, and with it alone
 * @param blobs that the account must hold when the commit is made
 */
public record CommitRequest(
    List<RecordWrite> writes,
    Optional<Cid> swapCommit,
    Map<RepoPath, Optional<Cid>> swapRecords,
    Optional<Tid> imported,
    Map<String, Long> marks,
    Set<Cid> blobs) {
  /** Copies the collections. */
  public CommitRequest {
    writes = List.copyOf(writes);
    swapRecords = Map.copyOf(swapRecords);
    marks = Map.copyOf(marks);
    blobs = Set.copyOf(blobs);
  }

  /** Writes on whatever the head is. */
  public static CommitRequest of(List<RecordWrite> writes) {
    return new CommitRequest(
        writes, Optional.empty(), Map.of(), Optional.empty(), Map.of(), Set.of());
  }

  /** One write on whatever the head is. */
  public static CommitRequest of(RecordWrite write) {
    return of(List.of(write));
  }

  /** The same writes, with a mark. */
  public CommitRequest withMark(String name, long value) {
    return withMarks(Map.of(name, value));
  }

  /** The same writes, on this head only. */
  public CommitRequest onto(Cid head) {
    return new CommitRequest(writes, Optional.of(head), swapRecords, imported, marks, blobs);
  }

  /** The same writes, if records are what they are said to be. */
  public CommitRequest replacing(Map<RepoPath, Optional<Cid>> records) {
    return new CommitRequest(writes, swapCommit, records, imported, marks, blobs);
  }

  /** The same as an import of a repo that was at {@code rev}. */
  public CommitRequest importing(Tid rev) {
    return new CommitRequest(writes, swapCommit, swapRecords, Optional.of(rev), marks, blobs);
  }

  /** The same writes, with these marks. */
  public CommitRequest withMarks(Map<String, Long> others) {
    return new CommitRequest(writes, swapCommit, swapRecords, imported, others, blobs);
  }

  /** The same writes, if the account holds these blobs. */
  public CommitRequest holding(Set<Cid> needed) {
    return new CommitRequest(writes, swapCommit, swapRecords, imported, marks, needed);
  }
}
