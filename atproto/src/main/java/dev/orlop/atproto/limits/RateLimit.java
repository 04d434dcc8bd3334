package dev.orlop.atproto.limits;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * So many calls in a window of so long.
 *
 * @param calls at least one
 * @param window at least a microsecond for each call
 */
public record RateLimit(int calls, Duration window) {
  /** Checks both; throws {@link IllegalArgumentException}. */
  public RateLimit {
    if (calls < 1 || window.dividedBy(Duration.of(1, ChronoUnit.MICROS)) < calls) {
      throw new IllegalArgumentException("no limit: " + calls + " in " + window);
    }
  }

  /** After how many microseconds a call comes back. */
  public long intervalMicros() {
    return window.dividedBy(Duration.of(1, ChronoUnit.MICROS)) / calls;
  }
}
