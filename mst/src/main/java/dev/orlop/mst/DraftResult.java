package dev.orlop.mst;

import dev.orlop.atproto.syntax.RepoPath;

/** What came of drafting a commit. */
public sealed interface DraftResult {
  /** There is something to commit. */
  record Drafted(CommitDraft draft) implements DraftResult {}

  /** The writes change nothing. */
  record Unchanged() implements DraftResult {}

  /** A record that should be created is there already. */
  record RecordExists(RepoPath path) implements DraftResult {}

  /** A record that should be updated is not there. */
  record RecordMissing(RepoPath path) implements DraftResult {}

  /** Two writes touch one path; such a commit could not be undone by those who check it. */
  record DuplicatePath(RepoPath path) implements DraftResult {}
}
