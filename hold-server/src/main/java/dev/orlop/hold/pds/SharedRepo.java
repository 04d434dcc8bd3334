package dev.orlop.hold.pds;

import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.mst.RepoState;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A repo to which other processes write, too, of which no listener is told. */
interface SharedRepo {
  /** Where it stands now. */
  RepoState head();

  /** From now on it is kept for a while what each commit changes. */
  void keepChanges();

  /**
   * What has become of records since a commit.
   *
   * @param head where the repo stood when they were what is said
   */
  record Changes(RepoState head, List<RecordChange> records) {}

  /** What has become of records since a commit; empty if that is not known any more. */
  Optional<Changes> since(RepoState known, Set<Nsid> collections);
}
