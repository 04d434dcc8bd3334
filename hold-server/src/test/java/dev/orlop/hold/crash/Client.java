package dev.orlop.hold.crash;

import dev.orlop.car.cid.Digest;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Somebody who calls the hold, one call after the other, and knows what was answered. One thread
 * acts at a time.
 */
interface Client {
  /**
   * Does one thing, mostly a call. An answer that is not as it should be is an {@link
   * AssertionError}.
   */
  void act(Life life, SplittableRandom random) throws CutOffException;

  /** After a restart: holds the hold against what it answered, and settles what was in doubt. */
  void check(Life life, Evidence evidence, SplittableRandom random) throws CutOffException;

  /** The blobs that may be there because of this client. */
  default Set<Digest> blobs() {
    return Set.of();
  }
}
