package dev.orlop.hold.pds;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.mst.RepoState;
import java.util.List;
import java.util.Optional;

/**
 * Where all repos of a server lie: a folder ({@link FileHome}), or a database ({@link SqlHome}).
 */
interface RepoHome extends AutoCloseable {
  /** The place of a repo, which is opened, or begun, when somebody enters it. */
  RepoPlace place(Did did, RepoKey key);

  /** Whether a repo was begun. */
  boolean holds(Did did);

  /** Removes a repo that nobody has open. */
  void remove(Did did);

  /** The states of all repos, by DID, those above {@code after}. */
  List<RepoState> heads(Optional<Did> after, int limit);

  /** How many repos are open. */
  int countOpen();

  @Override
  void close();
}
