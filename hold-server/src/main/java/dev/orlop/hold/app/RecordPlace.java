package dev.orlop.hold.app;

import dev.orlop.hold.blob.BlobStore;
import dev.orlop.hold.config.HoldConfig;
import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.lease.LeaseLog;
import dev.orlop.hold.lease.Leases;
import dev.orlop.hold.lease.TableLeases;
import dev.orlop.hold.pds.blobs.HolderCopy;
import dev.orlop.hold.pds.blobs.Holders;
import dev.orlop.hold.pds.blobs.RecordBlobs;
import dev.orlop.hold.pds.blobs.References;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The blobs of records, opened: their bytes lie where those of images do, and who holds them stands
 * where the repos do, in the folder or in a database.
 */
record RecordPlace(RecordBlobs blobs, Leases leases) implements AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger(RecordPlace.class.getName());

  /** From when the bytes are about to be visible until somebody holds them; shorter than unused. */
  private static final Duration LEASE = Duration.ofHours(1);

  static RecordPlace open(
      HoldConfig config,
      BlobPlace place,
      Optional<SharedPlace> shared,
      References references,
      Disk disk,
      InstantSource clock) {
    shared.ifPresent(it -> bringHolders(config, it, disk, clock));
    BlobStore store = place.records(disk);
    if (config.storage().s3().isPresent()) {
      bringBytes(config, store, clock);
    }
    Leases leases =
        shared
            .<Leases>map(it -> new TableLeases(it.database(), LEASE, clock))
            .orElseGet(
                () -> new LeaseLog(config.recordBlobs().resolve("leases"), disk, LEASE, clock));
    Holders holders =
        shared
            .map(it -> Holders.inDatabase(it.database()))
            .orElseGet(() -> Holders.inFolder(config.blobHolders(), disk, references));
    return new RecordPlace(new RecordBlobs(store, leases, holders, clock), leases);
  }

  /** Versions before kept them in the folder though the repos were in a database. */
  private static void bringHolders(
      HoldConfig config, SharedPlace shared, Disk disk, InstantSource clock) {
    Path folder = config.blobHolders();
    if (Files.isDirectory(folder)) {
      long brought = HolderCopy.bring(folder, disk, shared.database());
      putAside(folder, clock);
      LOGGER.log(
          System.Logger.Level.INFO, "brought who holds blobs of records: {0}, in all", brought);
    }
  }

  /** Versions before kept them in the folder though those of images were in a bucket. */
  private static void bringBytes(HoldConfig config, BlobStore bucket, InstantSource clock) {
    Path root = config.recordBlobs();
    Path folder = root.resolve("docker");
    if (Files.isDirectory(folder)) {
      LOGGER.log(System.Logger.Level.INFO, "bringing the blobs of records to the bucket");
      BlobCare.Copied copied = new BlobCopying(bucket, root, (_, _, _) -> {}).run();
      putAside(folder, clock);
      LOGGER.log(
          copied.damaged().isEmpty() ? System.Logger.Level.INFO : System.Logger.Level.WARNING,
          "brought {0} blobs of records; damaged, and not brought: {1}",
          copied.copied(),
          copied.damaged());
    }
  }

  private static void putAside(Path folder, InstantSource clock) {
    try {
      Aside.put(folder, clock);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    leases.close();
  }
}
