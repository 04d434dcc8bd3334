package dev.orlop.atproto.xrpc;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Ends waits for the other side of a connection that last too long. One thread looks at all of them
 * once a second, so that a wait costs next to nothing.
 */
final class Waits {
  /** Of this process. */
  static final Waits SHARED = new Waits();

  private static final Duration TICK = Duration.ofSeconds(1);

  /** Who waits just now. */
  private final Set<Wait> waits = ConcurrentHashMap.newKeySet();

  private Waits() {
    Thread unused = Thread.ofVirtual().name("waits").start(this::watch);
  }

  private void watch() {
    try {
      while (true) {
        Thread.sleep(TICK);
        long now = System.nanoTime();
        waits.forEach(wait -> wait.endAfter(now));
      }
    } catch (InterruptedException e) {
      throw new AssertionError("nobody knows this thread", e);
    }
  }

  /**
   * Begins a wait.
   *
   * @param nanos how long it may last
   * @param force ends it, by the thread of all waits: must be quick and must not throw; not called
   *     once {@link Wait#over} was
   */
  Wait begin(long nanos, Runnable force) {
    Wait wait = new Wait(System.nanoTime() + nanos, force);
    waits.add(wait);
    return wait;
  }

  /** One stay at a connection. */
  final class Wait {
    private final long deadline;
    private final Runnable force;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean isOver;
    private boolean isForced;

    private Wait(long deadline, Runnable force) {
      this.deadline = deadline;
      this.force = force;
    }

    private void endAfter(long now) {
      if (now - deadline < 0) {
        return;
      }
      lock.lock();
      try {
        if (!isOver && !isForced) {
          isForced = true;
          force.run();
        }
      } finally {
        lock.unlock();
      }
    }

    /** Ends it, for who waited. Returns whether it was ended by force. */
    boolean over() {
      waits.remove(this);
      lock.lock();
      try {
        isOver = true;
        return isForced;
      } finally {
        lock.unlock();
      }
    }
  }
}
