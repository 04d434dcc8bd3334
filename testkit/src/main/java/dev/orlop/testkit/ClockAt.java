package dev.orlop.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until the test moves it. */
public final class ClockAt implements InstantSource {
  private final AtomicReference<Instant> now;

  /** A clock that shows {@code start}, such as {@code "2026-11-21T12:00:00Z"}. */
  public ClockAt(String start) {
    now = new AtomicReference<>(Instant.parse(start));
  }

  @Override
  public Instant instant() {
    return now.get();
  }

  /** Moves the clock forward; a negative step moves it back, as a wrong clock would. */
  public void advance(Duration step) {
    now.updateAndGet(instant -> instant.plus(step));
  }
}
