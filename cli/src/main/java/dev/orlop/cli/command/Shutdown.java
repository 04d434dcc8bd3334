package dev.orlop.cli.command;

import java.util.concurrent.CountDownLatch;

/** Waits for the end of a server: Ctrl-C, SIGTERM, or an interrupt of the waiting thread. */
final class Shutdown {
  /** How long the process may take to close what it has open, in seconds. */
  private static final long PATIENCE_SECONDS = 20;

  private Shutdown() {}

  /**
   * Returns when the process is asked to end. The process then lives on until the calling thread
   * has ended, or some seconds have passed.
   */
  static void await() throws InterruptedException {
    CountDownLatch asked = new CountDownLatch(1);
    Thread caller = Thread.currentThread();
    Thread hook =
        new Thread(
            () -> {
              asked.countDown();
              try {
                caller.join(PATIENCE_SECONDS * 1000);
              } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
              }
            },
            "shutdown");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      asked.await();
    } catch (InterruptedException e) {
      Runtime.getRuntime().removeShutdownHook(hook);
      throw e;
    }
  }
}
