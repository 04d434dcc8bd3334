package dev.orlop.hold.app;

import dev.orlop.hold.blob.Adoption;
import dev.orlop.hold.blob.BlobStore;
import dev.orlop.hold.blob.StagedBlob;
import dev.orlop.hold.blob.StoredBlob;
import dev.orlop.hold.blob.file.FileBlobStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Copies the blobs of a folder to a store, each hashed on the way; those that are there already are
 * passed over. Once, and by one thread.
 */
final class BlobCopying {
  private static final int PAGE = 1000;
  private static final int CHUNK_BYTES = 256 << 10;

  private final BlobStore store;
  private final Path root;
  private final Adoption.Listener listener;
  private final List<String> damaged = new ArrayList<>();
  private long copied;
  private long bytes;
  private long present;

  BlobCopying(BlobStore store, Path root, Adoption.Listener listener) {
    this.store = store;
    this.root = root;
    this.listener = listener;
  }

  BlobCare.Copied run() {
    Optional<StoredBlob> last = Optional.empty();
    List<StoredBlob> page = FileBlobStore.list(root, Optional.empty(), PAGE);
    while (!page.isEmpty()) {
      page.forEach(this::copy);
      last = Optional.of(page.getLast());
      page = FileBlobStore.list(root, last.map(StoredBlob::digest), PAGE);
    }
    return new BlobCare.Copied(copied, bytes, present, damaged);
  }

  private void copy(StoredBlob blob) {
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
