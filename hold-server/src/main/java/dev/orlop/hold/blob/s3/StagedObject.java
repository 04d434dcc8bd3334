package dev.orlop.hold.blob.s3;

import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.BlobStep;
import dev.orlop.hold.blob.BlobStoreException;
import dev.orlop.hold.blob.HashedBlob;
import dev.orlop.hold.blob.SentPart;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A blob on its way in. What fits into one part is written to its place in one call when its digest
 * is known to be right; what does not is staged in parts.
 */
final class StagedObject extends HashedBlob {
  private static final System.Logger LOGGER = System.getLogger(StagedObject.class.getName());

  /** Up to here nobody has to wait for memory; most blobs are this small. */
  private static final int SMALL_BYTES = 64 << 10;

  private final S3BlobStore store;
  private final String key;
  private final List<SentPart> sent = new ArrayList<>();
  private Optional<Multipart.Begun> begun = Optional.empty();
  private byte[] buffer = new byte[1 << 12];
  private int filled;
  private boolean largeTaken;

  StagedObject(S3BlobStore store, String key, Digest.Algorithm algorithm) {
    super(algorithm);
    this.store = store;
    this.key = key;
  }

  @Override
  protected void store(byte[] bytes, int offset, int length) {
    int at = offset;
    int end = offset + length;
    while (at < end) {
      if (filled == buffer.length) {
        makeRoom(end - at);
      }
      int count = Math.min(end - at, buffer.length - filled);
      System.arraycopy(bytes, at, buffer, filled, count);
      filled += count;
      at += count;
    }
  }

  private void makeRoom(int wanted) {
    if (buffer.length >= store.partBytes()) {
      send();
    } else if (filled + wanted <= SMALL_BYTES) {
      int doubled = Math.max(buffer.length * 2, filled + wanted);
      buffer = Arrays.copyOf(buffer, Math.min(doubled, SMALL_BYTES));
    } else {
      store.memory().take();
      largeTaken = true;
      buffer = Arrays.copyOf(buffer, store.partBytes());
    }
  }

  private void send() {
    if (begun.isEmpty()) {
      begun = Optional.of(store.multipart().begin(key));
    }
    sent.add(store.multipart().send(begun.get(), sent.size() + 1, buffer, filled));
    filled = 0;
  }

  @Override
  protected void publishAs(Digest digest) {
    if (begun.isEmpty()) {
      BlobStep.STAGED.reached();
      store.put(digest, buffer, filled);
      BlobStep.RENAMED.reached();
    } else {
      if (filled > 0) {
        send();
      }
      BlobStep.STAGED.reached();
      store.multipart().complete(begun.get(), sent, size());
      begun = Optional.empty();
      BlobStep.FORCED.reached();
      store.promote(key, digest, size());
    }
    giveMemoryBack();
  }

  private void giveMemoryBack() {
    buffer = new byte[0];
    filled = 0;
    if (largeTaken) {
      largeTaken = false;
      store.memory().giveBack();
    }
  }

  /** After publishing there is nothing left, and nothing happens. */
  @Override
  public void close() {
    giveMemoryBack();
    if (begun.isEmpty()) {
      return;
    }
    Multipart.Begun left = begun.get();
    begun = Optional.empty();
    try {
      store.multipart().abort(left);
    } catch (BlobStoreException e) {
      // Nobody sees it, and it is swept some day.
      LOGGER.log(System.Logger.Level.WARNING, "parts of a blob stay in the bucket", e);
    }
  }
}
