package dev.orlop.atproto.chore;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Something that is done again and again on a thread of its own, until it is stopped. */
public final class Chore implements AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger(Chore.class.getName());

  private final String name;
  private final Runnable work;
  private final ScheduledExecutorService thread;

  private Chore(String name, Runnable work) {
    this.name = name;
    this.work = work;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name(name).factory());
  }

  /**
   * Begins, after the first pause.
   *
   * @param name of the thread, which the log says where the work fails
   * @param pause between one end and the next beginning
   */
  public static Chore every(Duration pause, String name, Runnable work) {
    Chore chore = new Chore(name, work);
    chore.schedule(pause.toNanos());
    return chore;
  }

  // Nobody waits for its end: it runs until it is stopped.
  @SuppressWarnings("FutureReturnValueIgnored")
  private void schedule(long nanos) {
    thread.scheduleWithFixedDelay(this::guarded, nanos, nanos, TimeUnit.NANOSECONDS);
  }

  /** An exception would end the schedule. */
  private void guarded() {
    try {
      work.run();
    } catch (RuntimeException e) {
      LOGGER.log(System.Logger.Level.WARNING, name + " failed, and goes on", e);
    }
  }

  /** Stops, and interrupts what goes on. */
  public void interrupt() {
    thread.shutdownNow();
  }

  /** Stops, and lets what goes on end: an interruption would close a file under it. */
  @Override
  public void close() {
    thread.close();
  }
}
