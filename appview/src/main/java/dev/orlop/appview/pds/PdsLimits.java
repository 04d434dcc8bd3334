package dev.orlop.appview.pds;

import java.time.Duration;

/**
 * What a read may cost.
 *
 * @param answer how long one answer may take, to its last byte
 * @param listing how long a list may take, all its pages together
 * @param maxPageBytes of one answer of JSON
 * @param maxRecords in one list
 * @param maxListBytes in all pages of one list together
 */
public record PdsLimits(
    Duration answer, Duration listing, int maxPageBytes, int maxRecords, long maxListBytes) {
  /** For the public network. */
  public static final PdsLimits DEFAULT =
      new PdsLimits(Duration.ofSeconds(10), Duration.ofSeconds(60), 16 << 20, 20_000, 32L << 20);
}
