package dev.orlop.hold.pds;

import dev.orlop.atproto.syntax.Nsid;
import java.util.List;
import java.util.Set;

/**
 * Keeps in memory what some records of a repo say; {@link Followers} sees to it that it knows of
 * all that is written. It is told by one thread at a time, and asked by any.
 */
public interface RecordFollower {
  /** The collections that it keeps. */
  Set<Nsid> collections();

  /**
   * Reads all records anew; what it knew holds until it has. Of those that change meanwhile it is
   * told afterwards, whether it has read them before or after the change.
   */
  void load(Repo repo);

  /** Records of its collections have become what is said here; must not throw. */
  void changed(List<RecordChange> changes);
}
