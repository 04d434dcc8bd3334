package dev.orlop.atproto.syntax;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Gives out TIDs, each later than all before it, also when the clock below stands still or goes
 * back. Safe for many threads.
 *
 * <p>One clock keeps its promise within one process. What must hold across restarts (the revision
 * of a repository) is passed to {@link #after} by whoever remembers it.
 */
public final class TidClock {
  private final InstantSource source;
  private final int clockId;
  private final AtomicLong lastMicros = new AtomicLong(-1);

  /** A clock with an id of its own choice, as processes that know nothing of each other use. */
  public TidClock(InstantSource source) {
    this(source, ThreadLocalRandom.current().nextInt(Tid.MAX_CLOCK_ID + 1));
  }

  /** A clock with a given id, 0 to {@link Tid#MAX_CLOCK_ID}. */
  public TidClock(InstantSource source, int clockId) {
    if (clockId < 0 || clockId > Tid.MAX_CLOCK_ID) {
      throw new IllegalArgumentException("a clock id is 0 to 1023: " + clockId);
    }
    this.source = source;
    this.clockId = clockId;
  }

  /** A TID of now, or of the first microsecond not yet used. */
  public Tid next() {
    return notBefore(0);
  }

  /** As {@link #next}, and later than {@code last}, whichever clock made that one. */
  public Tid after(Tid last) {
    return notBefore(last.micros() + 1);
  }

  private Tid notBefore(long floor) {
    long now = Math.max(floor, ChronoUnit.MICROS.between(Instant.EPOCH, source.instant()));
    long micros = lastMicros.accumulateAndGet(now, (last, wanted) -> Math.max(wanted, last + 1));
    return Tid.ofMicros(micros, clockId);
  }
}
