package dev.orlop.hold.store;

import dev.orlop.mst.RepoState;
import java.util.List;

/**
 * The one who writes to a repo, wherever it lies. Of one process, one thread at a time; where
 * several processes write to one repo, they wait for each other here.
 */
public interface RepoWriter extends AutoCloseable {
  /**
   * Hands over the head, and makes what is drafted upon it durable and visible at once; then those
   * are told who listen. Begins with what an earlier call left undone.
   *
   * @return the seq of each commit
   * @throws StoreFailedException if it was not written, or if that is not known, as the message
   *     says; then listeners are told of it by a later call, should it turn out to be written
   */
  List<Long> write(Drafting drafting);

  /**
   * Sees to it that all that was written is visible, and says where the repo stands.
   *
   * @throws StoreFailedException if that cannot be had
   */
  RepoState settle();

  /** Lets go of the repo; who writes afterwards is refused. */
  @Override
  void close();
}
