package dev.orlop.appview.app;

import dev.orlop.appview.registry.Uploads;
import dev.orlop.atproto.chore.Chore;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/** Gives up, every few minutes, the uploads that nobody continues. */
final class UploadSweeper implements AutoCloseable {
  private static final Logger LOG = System.getLogger(UploadSweeper.class.getName());
  private static final Duration EVERY = Duration.ofMinutes(5);

  private final Uploads uploads;
  private final Chore chore;

  UploadSweeper(Uploads uploads) {
    this.uploads = uploads;
    this.chore = Chore.every(EVERY, "upload-sweeper", this::sweep);
  }

  private void sweep() {
    int expired = uploads.expire();
    if (expired > 0) {
      LOG.log(Level.INFO, "{0} uploads were given up that nobody continued", expired);
    }
  }

  /** Does not wait for a hold that does not answer. */
  @Override
  public void close() {
    chore.interrupt();
  }
}
