package dev.orlop.hold.app;

import dev.orlop.hold.blob.Adoption;
import dev.orlop.hold.config.HoldConfig;
import dev.orlop.hold.disk.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Looks after the blobs of a hold that does not run. */
public final class BlobCare {
  private static final String PROGRESS = "adopt.progress";

  private BlobCare() {}

  /**
   * Reads all blobs that lie where the hold has its own, whoever put them there, and compares them
   * with their digests; goes on where it stopped the last time.
   *
   * @throws FolderInUseException if a server has the folder
   */
  public static Adoption.Report adopt(
      HoldConfig config, long bytesPerSecond, Adoption.Listener listener) throws IOException {
    try (FolderLock _ = FolderLock.take(config.folder());
        BlobPlace place = BlobPlace.open(config, Disk.REAL)) {
      return new Adoption(place.store(), progress(config), listener).run(bytesPerSecond);
    }
  }

  /** Where it stands how far that is. */
  public static Path progress(HoldConfig config) {
    return config.folder().resolve(PROGRESS);
  }

  /**
   * What copying came to.
   *
   * @param copied blobs that were not here
   * @param bytes of those
   * @param present blobs that were here already
   * @param damaged blobs whose bytes have not their digest, and that were left there
   */
  public record Copied(long copied, long bytes, long present, List<String> damaged) {}

  /**
   * Copies the blobs of another registry's folder to where the hold has its own, each hashed on the
   * way; those that are here are passed over.
   *
   * @param root of the other registry's storage: the folder with {@code docker} in it
   * @throws FolderInUseException if a server has the hold's folder
   */
  public static Copied copy(HoldConfig config, Path root, Adoption.Listener listener)
      throws IOException {
    try (FolderLock _ = FolderLock.take(config.folder());
        BlobPlace place = BlobPlace.open(config, Disk.REAL)) {
      return new BlobCopying(place.store(), root, listener).run();
    }
  }
}
