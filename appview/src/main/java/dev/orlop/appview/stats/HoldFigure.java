package dev.orlop.appview.stats;

import dev.orlop.appview.hold.Counts;
import dev.orlop.appview.hold.Hold;
import java.time.Duration;
import java.time.Instant;

/**
 * What a hold says of a repository.
 *
 * @param readAt when it said so
 */
public record HoldFigure(Hold hold, Counts counts, Instant readAt) {
  /** How old it is, not negative. */
  public Duration age(Instant now) {
    return readAt.isBefore(now) ? Duration.between(readAt, now) : Duration.ZERO;
  }
}
