package dev.orlop.hold.store;

import java.time.Duration;

/**
 * What one process does and no other at the same time. A claim ends by itself, should its process
 * die or stand still: so what is done under one may have been begun by another before, and whoever
 * stood still for longer than the claim lasts is not alone any more. Safe for many threads.
 */
public interface Claims {
  /**
   * Claims something, unless somebody has.
   *
   * @param name of what is claimed
   * @param life after which the claim is over unless it was given up
   * @return whether the caller has it now; nobody has it twice, the same process neither
   */
  boolean take(String name, Duration life);

  /** Gives up what this process has claimed; another's claim stays. */
  void release(String name);
}
