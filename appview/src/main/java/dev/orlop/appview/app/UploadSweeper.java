package dev.orlop.appview.app;

import dev.orlop.appview.registry.Uploads;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Gives up, every few minutes, the uploads that nobody continues. */
final class UploadSweeper implements AutoCloseable {
  private static final Logger LOG = System.getLogger(UploadSweeper.class.getName());
  private static final Duration EVERY = Duration.ofMinutes(5);

  private final Uploads uploads;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("upload-sweeper").factory());

  // Nobody waits for its end: it runs until it is shut down.
  @SuppressWarnings("FutureReturnValueIgnored")
  UploadSweeper(Uploads uploads) {
    this.uploads = uploads;
    thread.scheduleWithFixedDelay(
        this::sweep, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** An exception would end the schedule; a hold that does not answer must not. */
  private void sweep() {
    try {
      int expired = uploads.expire();
      if (expired > 0) {
        LOG.log(Level.INFO, "{0} uploads were given up that nobody continued", expired);
      }
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "uploads were not looked through", e);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
