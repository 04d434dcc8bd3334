package dev.orlop.hold.disk;

import java.util.concurrent.CountDownLatch;

/**
 * Stands for the end of the process as a thread of the code under test sees it: at some point it
 * does nothing any more, for ever. What a test opens anew afterwards finds the files as they were.
 */
public final class Freeze {
  private final CountDownLatch reached = new CountDownLatch(1);

  private Freeze(Enum<?> wanted) {
    Thread test = Thread.currentThread();
    CrashHook.hook(
        point -> {
          if (point == wanted && Thread.currentThread() != test) {
            reached.countDown();
            sleepForEver();
          }
        });
  }

  /** Ends every other thread that reaches {@code wanted}. */
  public static Freeze at(Enum<?> wanted) {
    return new Freeze(wanted);
  }

  /** Returns when the first has ended. */
  public void await() throws InterruptedException {
    reached.await();
    CrashHook.unhook();
  }

  private static void sleepForEver() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody wakes the dead", e);
    }
  }
}
