package dev.orlop.hold.app;

import dev.orlop.hold.blob.Adoption;
import dev.orlop.hold.blob.BlobStore;
import dev.orlop.hold.blob.StagedBlob;
import dev.orlop.hold.blob.StoredBlob;
import dev.orlop.hold.blob.file.FileBlobStore;
import dev.orlop.hold.config.HoldConfig;
import dev.orlop.hold.disk.Disk;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Looks after the blobs of a hold that does not run. */
public final class BlobCare {
  private static final String PROGRESS = "adopt.progress";
  private static final int PAGE = 1000;
  private static final int CHUNK_BYTES = 256 << 10;

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
      Copying copying = new Copying(place.store(), root, listener);
      Optional<StoredBlob> last = Optional.empty();
      List<StoredBlob> page = FileBlobStore.list(root, Optional.empty(), PAGE);
      while (!page.isEmpty()) {
        page.forEach(copying::copy);
        last = Optional.of(page.getLast());
        page = FileBlobStore.list(root, last.map(StoredBlob::digest), PAGE);
      }
      return copying.result();
    }
  }

  private static final class Copying {
    private final BlobStore store;
    private final Path root;
    private final Adoption.Listener listener;
    private final List<String> damaged = new ArrayList<>();
    private long copied;
    private long bytes;
    private long present;

    Copying(BlobStore store, Path root, Adoption.Listener listener) {
      this.store = store;
      this.root = root;
      this.listener = listener;
    }

    Copied result() {
      return new Copied(copied, bytes, present, damaged);
    }

    void copy(StoredBlob blob) {
      if (store.size(blob.digest()).equals(OptionalLong.of(blob.size()))) {
        present++;
        return;
      }
      boolean sound = stage(blob);
      if (sound) {
        copied++;
        bytes += blob.size();
      } else {
        damaged.add(blob.digest().toString());
      }
      listener.read(blob.digest(), blob.size(), sound);
    }

    private boolean stage(StoredBlob blob) {
      try (StagedBlob staged = store.stage(blob.digest().algorithm());
          InputStream in = Files.newInputStream(FileBlobStore.file(root, blob.digest()))) {
        byte[] chunk = new byte[CHUNK_BYTES];
        int read;
        while ((read = in.read(chunk)) > 0) {
          staged.write(chunk, 0, read);
        }
        return staged.publish(blob.digest()) instanceof StagedBlob.Published.Stored;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
