package dev.orlop.atproto.limits;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How somebody stands after a call.
 *
 * @param isAllowed whether the call was within the limit
 * @param full in how long all calls are back
 * @param pause in how long one is; nothing if one is there
 */
public record Standing(RateLimit limit, boolean isAllowed, Duration full, Duration pause) {
  private static final Duration ALMOST_A_SECOND = Duration.ofNanos(999_999_999);

  /** How many more calls could be made at once. */
  public int remaining() {
    long used = Math.ceilDiv(full.toNanos(), limit.intervalMicros() * 1000);
    return isAllowed ? (int) Math.max(0, limit.calls() - used) : 0;
  }

  /** How long a refused caller is asked to wait, in whole seconds, at least one. */
  public long retryAfterSeconds() {
    return Math.max(1, pause.plus(ALMOST_A_SECOND).toSeconds());
  }

  /** What the headers of the answer say, by their names. */
  public Map<String, String> headers(Instant now) {
    Instant reset = now.plus(full).plus(ALMOST_A_SECOND);
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("RateLimit-Limit", Integer.toString(limit.calls()));
    headers.put("RateLimit-Remaining", Integer.toString(remaining()));
    headers.put("RateLimit-Reset", Long.toString(reset.getEpochSecond()));
    headers.put("RateLimit-Policy", limit.calls() + ";w=" + limit.window().toSeconds());
    if (!isAllowed) {
      headers.put("Retry-After", Long.toString(retryAfterSeconds()));
    }
    return headers;
  }
}
