package dev.orlop.hold.web.firehose;

import java.time.Duration;

/**
 * How long things may take.
 *
 * @param ping between two pings
 * @param stalled how long one write may block
 * @param silent how long a subscriber may send nothing, not even an answer to a ping
 */
public record Times(Duration ping, Duration stalled, Duration silent) {
  /** A ping every 25 seconds, since some proxies wait 30; a minute to write; two to be heard of. */
  public static final Times DEFAULT =
      new Times(Duration.ofSeconds(25), Duration.ofMinutes(1), Duration.ofMinutes(2));
}
