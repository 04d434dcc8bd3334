package dev.orlop.hold.events;

import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Readers that wait for news, and the thread that wakes them: a writer wakes that one thread,
 * however many readers there are. Who is on its way with earlier news is not woken; it looks anyway
 * before it waits.
 */
final class Waiters implements AutoCloseable {
  private final Set<Thread> waiting = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean news = new AtomicBoolean();
  private final Thread waker;
  private volatile boolean closed;

  Waiters() {
    waker = Thread.ofVirtual().name("event-waker").start(this::wakeOnNews);
  }

  private void wakeOnNews() {
    while (!closed) {
      if (!news.getAndSet(false)) {
        LockSupport.park(this);
        continue;
      }
      wakeAll();
    }
    wakeAll();
  }

  private void wakeAll() {
    Iterator<Thread> each = waiting.iterator();
    while (each.hasNext()) {
      Thread thread = each.next();
      // First taken out, then woken: else it might wait again already, and be taken out of that.
      each.remove();
      LockSupport.unpark(thread);
    }
  }

  /** Says that there is something new. */
  void wake() {
    if (!news.getAndSet(true)) {
      LockSupport.unpark(waker);
    }
  }

  /**
   * Waits until {@code ready}, or until the time is over, or for no reason.
   *
   * @throws InterruptedException if the waiting thread is interrupted
   */
  void await(BooleanSupplier ready, long nanos) throws InterruptedException {
    Thread self = Thread.currentThread();
    waiting.add(self);
    try {
      if (!ready.getAsBoolean() && !closed) {
        LockSupport.parkNanos(this, nanos);
      }
    } finally {
      waiting.remove(self);
    }
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(waker);
  }
}
