package dev.orlop.cli.command;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The end of a server's process: Ctrl-C or SIGTERM. Once asked to end, the process lives on until
 * this is closed, so open it before all that must be closed in good order.
 */
final class Shutdown implements AutoCloseable {
  /** How long the process may take to close what it has open, in seconds. */
  private static final long PATIENCE_SECONDS = 20;

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook = new Thread(this::holdOff, "shutdown");

  /** Watches this process from now on. */
  static Shutdown watch() {
    Shutdown shutdown = new Shutdown();
    Runtime.getRuntime().addShutdownHook(shutdown.hook);
    return shutdown;
  }

  /** Returns when the process is asked to end. */
  void await() throws InterruptedException {
    asked.await();
  }

  /**
   * What the hook does. It waits for {@link #close} and not for the end of the main thread: that
   * one goes on to {@code System.exit}, which waits for the hooks.
   */
  void holdOff() {
    asked.countDown();
    try {
      boolean _ = closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // The process is ending: the hook has run, or is about to find this closed.
    }
  }
}
