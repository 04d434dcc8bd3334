package dev.orlop.hold.pds;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Numbers events: always upwards, never below the wall clock in microseconds, so that a server that
 * was restored from an old backup goes on above what the network has seen of it.
 */
public final class SeqClock {
  private final InstantSource source;
  private final AtomicLong last;

  /** Goes on above {@code last}. */
  public SeqClock(InstantSource source, long last) {
    this.source = source;
    this.last = new AtomicLong(last);
  }

  /** The next number. */
  public long next() {
    long now = ChronoUnit.MICROS.between(Instant.EPOCH, source.instant());
    return last.updateAndGet(previous -> Math.max(previous + 1, now));
  }

  /** Goes on above {@code seen} too, as a log that was replayed tells it. */
  public void sawSeq(long seen) {
    last.accumulateAndGet(seen, Math::max);
  }
}
