package dev.orlop.hold.app;

import dev.orlop.hold.blob.BlobStore;
import dev.orlop.hold.blob.SmallBlobs;
import dev.orlop.hold.blob.file.FileBlobStore;
import dev.orlop.hold.blob.s3.S3BlobStore;
import dev.orlop.hold.blob.s3.S3Settings;
import dev.orlop.hold.config.HoldConfig;
import dev.orlop.hold.config.Storage;
import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.disk.ReservedDisk;
import dev.orlop.hold.lease.BlobKeeper;
import dev.orlop.hold.pull.Delivery;
import dev.orlop.hold.quota.Quotas;
import dev.orlop.hold.upload.PartWay;
import dev.orlop.hold.upload.SessionFiles;
import dev.orlop.hold.upload.SessionStore;
import dev.orlop.hold.upload.TableSessions;
import dev.orlop.hold.upload.UploadService;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Where blobs lie, those of images and those of records: in files or in a bucket. */
sealed interface BlobPlace extends AutoCloseable {
  /** The store of the blobs of images itself, as no keeper watches it. */
  BlobStore store();

  /** The same of the blobs of records, which are apart. */
  BlobStore records(Disk disk);

  /**
   * What uploads need of the rest of the hold.
   *
   * @param keeper who knows of what they publish
   * @param disk for what is not a blob yet
   * @param shared where sessions lie if other processes serve the same uploads
   */
  record Needs(
      BlobKeeper keeper,
      Quotas quotas,
      Disk disk,
      Optional<SharedPlace> shared,
      InstantSource clock) {}

  /** The uploads into it. */
  UploadService uploads(Needs needs);

  /** Removes what nobody will ever complete. */
  void sweep();

  @Override
  void close();

  static BlobPlace open(HoldConfig config, Disk disk) {
    Storage storage = config.storage();
    return storage
        .s3()
        .<BlobPlace>map(s3 -> new InBucket(S3BlobStore.open(s3), s3, config))
        .orElseGet(
            () ->
                new InFiles(
                    new FileBlobStore(storage.folder(), disk, SmallBlobs.Settings.DEFAULT),
                    config));
  }

  /** In files. */
  record InFiles(FileBlobStore store, HoldConfig config) implements BlobPlace {
    @Override
    public UploadService uploads(Needs needs) {
      return new UploadService(
          store.uploadsFolder(),
          needs.keeper().store(),
          config.uploads(),
          needs.quotas(),
          needs.clock(),
          needs.disk());
    }

    @Override
    public BlobStore records(Disk disk) {
      Path folder = config.recordBlobs();
      return new FileBlobStore(
          folder, ReservedDisk.of(disk, folder, config.diskReserve()), SmallBlobs.Settings.DEFAULT);
    }

    @Override
    public void sweep() {}

    @Override
    public void close() {}
  }

  /** In a bucket. */
  record InBucket(S3BlobStore store, S3Settings settings, HoldConfig config) implements BlobPlace {
    private static final System.Logger LOGGER = System.getLogger(InBucket.class.getName());

    @Override
    public BlobStore records(Disk disk) {
      return records();
    }

    private S3BlobStore records() {
      return store.apart(HoldConfig.RECORD_BLOBS);
    }

    @Override
    public UploadService uploads(Needs needs) {
      PartWay way =
          config.storage().delivery() == Delivery.PROXY ? PartWay.THROUGH : PartWay.DIRECT;
      return UploadService.gathering(
          needs.keeper().parts(store.parts()),
          way,
          sessions(needs),
          needs.keeper().store(),
          config.uploads(),
          needs.quotas(),
          needs.clock());
    }

    private SessionStore sessions(Needs needs) {
      return needs
          .shared()
          .<SessionStore>map(it -> new TableSessions(it.database(), it.locks(), needs.clock()))
          .orElseGet(() -> new SessionFiles(config.uploadSessions(), needs.disk()));
    }

    /** By the bucket's clock and not by ours, with an hour for what they differ by. */
    @Override
    public void sweep() {
      Duration age = config.uploads().total().plus(config.uploads().idle()).plusHours(1);
      Instant before = Instant.now().minus(age);
      int dropped = store.parts().dropBegunBefore(before);
      dropped += records().parts().dropBegunBefore(before);
      if (dropped > 0) {
        LOGGER.log(System.Logger.Level.INFO, "dropped {0} uploads nobody completed", dropped);
      }
    }

    @Override
    public void close() {
      store.close();
    }
  }
}
