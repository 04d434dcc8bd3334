package dev.orlop.appview.cache;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;

/** What nobody waits for, done when the test says so. */
public final class Background implements Executor {
  private final Queue<Runnable> tasks = new ArrayDeque<>();

  @Override
  public synchronized void execute(Runnable task) {
    tasks.add(task);
  }

  private synchronized Runnable next() {
    return tasks.isEmpty() ? () -> {} : tasks.remove();
  }

  public synchronized int waiting() {
    return tasks.size();
  }

  /** Does all that waits. */
  public void run() {
    while (waiting() > 0) {
      next().run();
    }
  }
}
