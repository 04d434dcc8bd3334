package dev.orlop.hold.store;

import dev.orlop.atproto.syntax.Tid;
import dev.orlop.car.cid.Cid;
import java.util.Optional;

/**
 * A repo as the index had it at one moment: whatever is written meanwhile, all answers belong
 * together. Valid only within the call that was handed it.
 */
public interface IndexView {
  /**
   * Where the repo stood.
   *
   * @throws java.util.NoSuchElementException if the index does not know the repo
   */
  RepoIndex.Head head();

  /** A block that was live. */
  Optional<BlockLocation> block(Cid cid);

  /** All blocks that were live. */
  BlockTable blocks();

  /** Those of them that came with commits above {@code since}. */
  BlockTable blocksSince(Tid since);

  /** What is done with a view. */
  @FunctionalInterface
  interface Reader<T> {
    /** Reads; must not keep the view. */
    T read(IndexView view);
  }
}
