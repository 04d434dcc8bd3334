package dev.orlop.hold.store;

import dev.orlop.mst.BlockSource;
import dev.orlop.mst.RepoState;
import java.util.List;
import java.util.Optional;

/** Drafts commits upon a repo's head, while nobody else writes to the repo. */
@FunctionalInterface
public interface Drafting {
  /**
   * Drafts. May be asked again, upon another head, when what it drafted could not be written.
   *
   * @param head where the repo stands; empty for one that is not begun
   * @param blocks the repo's, at that head; not to be kept
   * @param held the blobs of its account
   * @return commits that follow one upon the other, the first upon the head; none if there is
   *     nothing to write
   */
  List<Drafted> on(Optional<RepoState> head, BlockSource blocks, BlobsHeld held);
}
