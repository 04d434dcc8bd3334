package dev.orlop.hold.pull;

import java.time.Duration;

/** What an answered pull survives. */
public enum Durability {
  /**
   * The end of the process, by {@code kill -9} too: it is in a file before the answer leaves. The
   * file is forced to disk soon after, so that when the machine loses power the pulls of the last
   * moments may go uncounted.
   */
  PROCESS(Duration.ofMillis(200)),
  /** A power cut: it is forced to disk before the answer leaves. Every pull waits for the disk. */
  POWER(Duration.ZERO);

  private final Duration delay;

  Durability(Duration delay) {
    this.delay = delay;
  }

  /** How long what is written may wait to be forced; zero: the answer waits. */
  Duration delay() {
    return delay;
  }
}
