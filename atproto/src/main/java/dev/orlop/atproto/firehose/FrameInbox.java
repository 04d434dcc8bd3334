package dev.orlop.atproto.firehose;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Messages that have come and are not taken yet. Whoever brings more waits while they are many. */
final class FrameInbox {
  private static final int MAX_WAITING_BYTES = 4 << 20;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private final Condition room = lock.newCondition();
  private final Queue<byte[]> waiting = new ArrayDeque<>();
  private int waitingBytes;
  private boolean ended;
  private long heardNanos = System.nanoTime();
  private @Nullable FirehoseException failure;

  /** Takes the next; empty when it was the last. */
  Optional<byte[]> take(Duration silence) throws InterruptedException {
    lock.lock();
    try {
      while (waiting.isEmpty() && !ended && failure == null) {
        long left = silence.toNanos() - (System.nanoTime() - heardNanos);
        if (left <= 0) {
          throw new FirehoseException("nothing came for " + silence.toSeconds() + " seconds");
        }
        boolean unused = news.await(left, TimeUnit.NANOSECONDS);
      }
      byte[] message = waiting.poll();
      if (message != null) {
        waitingBytes -= message.length;
        if (waitingBytes <= MAX_WAITING_BYTES / 2) {
          room.signal();
        }
        return Optional.of(message);
      }
      if (failure != null) {
        throw failure;
      }
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /** The server is there. */
  void heard() {
    lock.lock();
    try {
      heardNanos = System.nanoTime();
    } finally {
      lock.unlock();
    }
  }

  void put(byte[] message) throws InterruptedException {
    lock.lock();
    try {
      waiting.add(message);
      waitingBytes += message.length;
      news.signal();
      if (waitingBytes > MAX_WAITING_BYTES) {
        while (waitingBytes > MAX_WAITING_BYTES / 2 && !ended) {
          room.await();
        }
      }
      // What was held back says nothing of how long the server has been silent.
      heardNanos = System.nanoTime();
    } finally {
      lock.unlock();
    }
  }

  void end() {
    lock.lock();
    try {
      ended = true;
      news.signalAll();
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void fail(FirehoseException e) {
    lock.lock();
    try {
      if (!ended && failure == null) {
        failure = e;
        news.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }
}
