package dev.orlop.hold.pds;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Requests that wait for a repo's one writer. Who comes while nobody writes, writes for all that
 * wait; the others sleep until their own request is done, or until it is their turn to write.
 *
 * <p>Nobody waits for the lock itself: who is done would stand in line behind those who are not.
 */
final class CommitQueue {
  /** More would make the first of them wait long for the last. */
  private static final int MAX_BATCH = 64;

  private final ReentrantLock lock = new ReentrantLock();
  private final Queue<Pending> queue = new ConcurrentLinkedQueue<>();

  /** A request and what came of it. */
  static final class Pending {
    private final CommitRequest request;
    private final Semaphore wakes = new Semaphore(0);
    private volatile @Nullable CommitResult result;
    private volatile @Nullable RuntimeException failure;

    private Pending(CommitRequest request) {
      this.request = request;
    }

    CommitRequest request() {
      return request;
    }

    void succeed(CommitResult newResult) {
      result = newResult;
    }

    private boolean isDone() {
      return result != null || failure != null;
    }

    private CommitResult outcome() {
      if (failure instanceof RuntimeException thrown) {
        throw thrown;
      }
      if (result instanceof CommitResult done) {
        return done;
      }
      throw new IllegalStateException("a request that is done has a result");
    }
  }

  /**
   * Has a request done.
   *
   * @param work does all requests that it is given; what it throws befalls those without a result
   */
  CommitResult submit(CommitRequest request, Consumer<List<Pending>> work) {
    Pending mine = new Pending(request);
    queue.add(mine);
    while (!mine.isDone()) {
      if (lock.tryLock()) {
        try {
          runBatch(work);
        } finally {
          lock.unlock();
        }
        wakeNext();
      } else {
        mine.wakes.acquireUninterruptibly();
      }
    }
    return mine.outcome();
  }

  private void runBatch(Consumer<List<Pending>> work) {
    List<Pending> batch = new ArrayList<>();
    Pending next;
    while (batch.size() < MAX_BATCH && (next = queue.poll()) != null) {
      batch.add(next);
    }
    if (batch.isEmpty()) {
      return;
    }
    try {
      work.accept(batch);
    } catch (RuntimeException e) {
      fail(batch, e);
    } catch (Error e) {
      fail(batch, new IllegalStateException("whoever wrote for all was stopped", e));
      throw e;
    } finally {
      batch.forEach(pending -> pending.wakes.release());
    }
  }

  private static void fail(List<Pending> batch, RuntimeException failure) {
    for (Pending pending : batch) {
      if (!pending.isDone()) {
        pending.failure = failure;
      }
    }
  }

  /** After the lock is free: who queued before found it taken, and sleeps. */
  private void wakeNext() {
    Pending next = queue.peek();
    if (next != null) {
      next.wakes.release();
    }
  }

  /** Does something while nobody writes. */
  <T> T alone(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
      wakeNext();
    }
  }
}
