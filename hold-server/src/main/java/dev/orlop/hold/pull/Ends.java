package dev.orlop.hold.pull;

/** Waits for threads that were told to end. */
final class Ends {
  private Ends() {}

  /** Returns when {@code thread} has ended. An interruption does not end the wait, and is kept. */
  static void await(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
