package dev.orlop.hold.pds;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.TreeSet;

/**
 * Numbers events: always upwards, never below the wall clock in microseconds, so that a server that
 * was restored from an old backup goes on above what the network has seen of it.
 *
 * <p>A commit takes a number when it is drafted, and gives it back when it was told of. So it is
 * known up to which number nothing is on its way any more.
 */
public final class SeqClock {
  private final InstantSource source;
  private final TreeSet<Long> begun = new TreeSet<>();
  private long last;

  /** Goes on above {@code last}. */
  public SeqClock(InstantSource source, long last) {
    this.source = source;
    this.last = last;
  }

  /** The next number. */
  public synchronized long next() {
    last = Math.max(last + 1, ChronoUnit.MICROS.between(Instant.EPOCH, source.instant()));
    return last;
  }

  /** The next number, for something that is on its way until {@link #end}. */
  public synchronized long begin() {
    long seq = next();
    begun.add(seq);
    return seq;
  }

  /** Says that what has this number is done, or will not be. */
  public synchronized void end(long seq) {
    begun.remove(seq);
  }

  /** Whether what has this number is on its way. */
  public synchronized boolean isBegun(long seq) {
    return begun.contains(seq);
  }

  /** The greatest number up to which, itself included, nothing is on its way nor ever will be. */
  public synchronized long settled() {
    return begun.isEmpty() ? last : begun.first() - 1;
  }

  /** Goes on above {@code seen} too, as a log that was replayed tells it. */
  public synchronized void sawSeq(long seen) {
    last = Math.max(last, seen);
  }
}
