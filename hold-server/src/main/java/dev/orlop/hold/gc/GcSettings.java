package dev.orlop.hold.gc;

import java.time.Duration;

/**
 * What an operator may choose.
 *
 * @param every how often a hold clears up by itself; zero: never
 * @param grace how long a blob must have been stored
 * @param interval how long before it is collected a blob must have been found free for the first
 *     time
 * @param retention how long the trash keeps a blob
 * @param lease how long a blob is kept that a push relies on, at least
 * @param maxPercent of the stored blobs that may be free for the hold to collect by itself: more
 *     look like a mistake, which somebody is to look at first
 */
public record GcSettings(
    Duration every,
    Duration grace,
    Duration interval,
    Duration retention,
    Duration lease,
    int maxPercent) {
  /** By hand only; a day of grace, an hour between two looks, three days in the trash. */
  public static final GcSettings DEFAULT =
      new GcSettings(
          Duration.ZERO,
          Duration.ofHours(24),
          Duration.ofHours(1),
          Duration.ofHours(72),
          Duration.ofHours(24),
          50);
}
