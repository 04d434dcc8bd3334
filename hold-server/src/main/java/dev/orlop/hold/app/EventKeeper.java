package dev.orlop.hold.app;

import dev.orlop.hold.events.EventLog;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Has the log of events say now and then how far it is on disk, and drop what is too old. */
final class EventKeeper implements AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger(EventKeeper.class.getName());
  private static final Duration EVERY = Duration.ofSeconds(10);

  private final EventLog events;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("event-keeper").factory());

  // Nobody waits for its end: it runs until it is shut down.
  @SuppressWarnings("FutureReturnValueIgnored")
  EventKeeper(EventLog events) {
    this.events = events;
    thread.scheduleWithFixedDelay(
        this::tidy, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** An exception would end the schedule. */
  private void tidy() {
    try {
      events.tidy();
    } catch (RuntimeException e) {
      LOGGER.log(System.Logger.Level.WARNING, "the log of events was not looked after", e);
    }
  }

  /** Lets what goes on end: an interruption would close a file under it. */
  @Override
  public void close() {
    thread.close();
  }
}
