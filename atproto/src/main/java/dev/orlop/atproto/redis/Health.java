package dev.orlop.atproto.redis;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Whether something works. The log hears of each change once, whoever noticed it, and not of each
 * time that it fails again.
 */
final class Health {
  private static final Logger LOG = System.getLogger(Health.class.getName());

  private final String failing;
  private final String working;
  private final Duration pause;
  private final AtomicBoolean down = new AtomicBoolean();

  /** When it may be tried next while it is down, by {@link System#nanoTime}. */
  private final AtomicLong next = new AtomicLong();

  /**
   * It works, as far as is known.
   *
   * @param failing what is logged when it does not; the reason comes behind
   * @param working what is logged when it does again
   * @param pause between two tries while it does not
   */
  Health(String failing, String working, Duration pause) {
    this.failing = failing;
    this.working = working;
    this.pause = pause;
  }

  /** Whether it is worth a try: while it is down, for one thread at a time, now and then. */
  boolean isWorthATry() {
    if (!down.get()) {
      return true;
    }
    long known = next.get();
    long now = System.nanoTime();
    return now - known >= 0 && next.compareAndSet(known, now + pause.toNanos());
  }

  /**
   * It did not work.
   *
   * @param reason without a secret
   */
  void fails(String reason) {
    next.set(System.nanoTime() + pause.toNanos());
    if (down.compareAndSet(false, true)) {
      LOG.log(Level.WARNING, failing + ": " + reason);
    }
  }

  /** It did. */
  void works() {
    // Looked at first: this is called for each question.
    if (down.get() && down.compareAndSet(true, false)) {
      LOG.log(Level.INFO, working);
    }
  }
}
