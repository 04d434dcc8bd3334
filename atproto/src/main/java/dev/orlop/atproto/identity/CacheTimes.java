package dev.orlop.atproto.identity;

import java.time.Duration;

/**
 * How long what was looked up is believed.
 *
 * @param fresh for so long it is answered without asking again
 * @param max for so long it is still answered when asking again fails
 * @param negative for so long "there is none" is believed
 * @param failed for so long after a failure nobody is asked again
 */
public record CacheTimes(Duration fresh, Duration max, Duration negative, Duration failed) {
  /** DID documents: an hour, a day at most. */
  public static final CacheTimes DOCUMENTS =
      new CacheTimes(
          Duration.ofHours(1), Duration.ofHours(24), Duration.ofSeconds(60), Duration.ofSeconds(5));

  /** Handles: ten minutes, an hour at most, since names move. */
  public static final CacheTimes HANDLES =
      new CacheTimes(
          Duration.ofMinutes(10),
          Duration.ofHours(1),
          Duration.ofSeconds(60),
          Duration.ofSeconds(5));
}
