package dev.orlop.appview.cache;

import java.time.Duration;

/**
 * How old an answer from memory may be.
 *
 * @param fresh for so long it is answered and nobody is asked
 * @param stale for so long it is answered at once, and the source asked behind it
 * @param kept for so long it is answered when the source cannot be asked
 * @param negative for so long "there is none" is believed; at most a minute
 */
public record Lifetimes(Duration fresh, Duration stale, Duration kept, Duration negative) {
  private static final Duration MAX_NEGATIVE = Duration.ofSeconds(60);
  private static final Duration OUTAGE = Duration.ofHours(24);

  /** Accounts: names and servers move, but not often. */
  public static final Lifetimes ACCOUNT = ofMinutes(10, 60);

  /** Records that are written once, or by somebody who can wait. */
  public static final Lifetimes RECORD = ofMinutes(10, 60);

  /** Lists of records: something new should be in them soon. */
  public static final Lifetimes LISTING = ofMinutes(1, 10);

  /**
   * Tags: who moves one, perhaps at another AppView, expects others to follow within a minute. What
   * they name does not change.
   */
  public static final Lifetimes TAG =
      new Lifetimes(Duration.ofSeconds(30), Duration.ofSeconds(60), OUTAGE, Duration.ofSeconds(10));

  /** Checks the order; throws {@link IllegalArgumentException}. */
  public Lifetimes {
    boolean ordered = fresh.compareTo(stale) <= 0 && stale.compareTo(kept) <= 0;
    if (!ordered || negative.compareTo(MAX_NEGATIVE) > 0) {
      throw new IllegalArgumentException("lifetimes out of order");
    }
  }

  private static Lifetimes ofMinutes(int fresh, int stale) {
    return new Lifetimes(
        Duration.ofMinutes(fresh), Duration.ofMinutes(stale), OUTAGE, MAX_NEGATIVE);
  }
}
