package dev.orlop.cli.transfer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Does one thing to many items, a few at a time. */
final class Workers {
  /** What is done to an item. */
  @FunctionalInterface
  interface Task<T> {
    void run(T item) throws IOException;
  }

  private Workers() {}

  /**
   * Runs {@code task} for each item on {@code width} virtual threads. After the first failure
   * nothing new is begun, the tasks under way are interrupted, and it is thrown.
   */
  static <T> void forEach(List<T> items, int width, Task<T> task) throws IOException {
    Queue<T> queue = new ConcurrentLinkedQueue<>(items);
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    List<Thread> threads = new ArrayList<>();
    Runnable worker =
        () -> {
          for (T item = queue.poll(); item != null && failure.get() == null; item = queue.poll()) {
            try {
              task.run(item);
            } catch (Throwable e) {
              if (failure.compareAndSet(null, e)) {
                synchronized (threads) {
                  threads.stream()
                      .filter(thread -> !thread.equals(Thread.currentThread()))
                      .forEach(Thread::interrupt);
                }
              }
              return;
            }
          }
        };
    synchronized (threads) {
      for (int i = Math.min(width, items.size()); i > 0; i--) {
        threads.add(Thread.ofVirtual().name("transfer-" + i).start(worker));
      }
    }
    try {
      for (Thread thread : List.copyOf(threads)) {
        thread.join();
      }
    } catch (InterruptedException e) {
      threads.forEach(Thread::interrupt);
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    switch (failure.get()) {
      case null -> {}
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new UncheckedIOException(new IOException(e));
    }
  }
}
