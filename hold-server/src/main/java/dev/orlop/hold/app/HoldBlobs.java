package dev.orlop.hold.app;

import dev.orlop.hold.access.AccessPolicy;
import dev.orlop.hold.blob.SmallBlobs;
import dev.orlop.hold.blob.file.FileBlobStore;
import dev.orlop.hold.config.HoldConfig;
import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.pull.Pulls;
import dev.orlop.hold.upload.UploadService;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The half of a hold that deals in blobs: their store, uploads and pulls, and who tidies up. */
final class HoldBlobs implements AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger(HoldBlobs.class.getName());
  private static final Duration SWEEP = Duration.ofMinutes(1);

  private final UploadService uploads;
  private final Pulls pulls;
  private final ScheduledExecutorService sweeper;

  private HoldBlobs(UploadService uploads, Pulls pulls) {
    this.uploads = uploads;
    this.pulls = pulls;
    this.sweeper =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("upload-sweeper").factory());
  }

  /**
   * Opens the store, takes up the journal of pulls and the uploads that were under way.
   *
   * @param indexes which have followed the repo's commits from the first
   */
  static HoldBlobs start(
      HoldConfig config,
      HoldFolder folder,
      Pulls.Indexes indexes,
      AccessPolicy access,
      Ground ground) {
    Disk disk = ground.disk();
    InstantSource clock = ground.clock();
    FileBlobStore store = new FileBlobStore(config.blobs(), disk, SmallBlobs.Settings.DEFAULT);
    UploadService uploads =
        new UploadService(store.uploadsFolder(), store, config.uploads(), clock, disk);
    Pulls pulls =
        Pulls.start(
            new Pulls.Ground(config.journal(), disk, folder.repo(), store, access, clock),
            indexes,
            config.pulls());
    HoldBlobs blobs = new HoldBlobs(uploads, pulls);
    blobs.sweepNowAndThen();
    return blobs;
  }

  // Nobody waits for its end: it runs until the sweeper is shut down.
  @SuppressWarnings("FutureReturnValueIgnored")
  private void sweepNowAndThen() {
    sweeper.scheduleWithFixedDelay(
        this::sweep, SWEEP.toSeconds(), SWEEP.toSeconds(), TimeUnit.SECONDS);
  }

  /** An exception would end the schedule. */
  private void sweep() {
    try {
      uploads.expire();
    } catch (RuntimeException e) {
      LOGGER.log(System.Logger.Level.WARNING, "expired uploads could not be swept", e);
    }
  }

  UploadService uploads() {
    return uploads;
  }

  Pulls pulls() {
    return pulls;
  }

  /** Before the repo is closed: what is being folded goes into it first. */
  @Override
  public void close() {
    sweeper.shutdownNow();
    pulls.close();
  }
}
