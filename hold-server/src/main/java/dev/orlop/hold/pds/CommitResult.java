package dev.orlop.hold.pds;

import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.car.cid.Cid;
import dev.orlop.mst.CommitDraft;
import dev.orlop.mst.RepoState;
import java.util.Optional;

/** What came of a request to write. */
public sealed interface CommitResult {
  /** It is durable and visible. */
  record Committed(CommitDraft draft, long seq) implements CommitResult {}

  /** The writes change nothing; the head is as it was. */
  record Unchanged(RepoState head) implements CommitResult {}

  /** The head is another than the caller insisted on. */
  record InvalidSwap(RepoState head) implements CommitResult {}

  /** A record is another than the caller insisted on. */
  record InvalidRecordSwap(RepoPath path, Optional<Cid> found) implements CommitResult {}

  /** A record that should be created is there already. */
  record RecordExists(RepoPath path) implements CommitResult {}

  /** A record that should be updated is not there. */
  record RecordMissing(RepoPath path) implements CommitResult {}

  /** A blob that the account must hold is not held by it. */
  record BlobMissing(Cid blob) implements CommitResult {}

  /** The network would not take the news of such a commit. */
  record TooLarge(String reason) implements CommitResult {}

  /** Two writes touch one path. */
  record DuplicatePath(RepoPath path) implements CommitResult {}
}
