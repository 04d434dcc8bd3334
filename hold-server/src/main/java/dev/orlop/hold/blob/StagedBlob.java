package dev.orlop.hold.blob;

import dev.orlop.car.cid.Digest;

/**
 * A blob whose bytes are arriving; for one thread. Closing it before it is published throws it
 * away.
 */
public interface StagedBlob extends AutoCloseable {
  /** Takes the next bytes. */
  void write(byte[] buffer, int offset, int length);

  /** The bytes taken so far. */
  long size();

  /** The digest of the bytes taken so far, which are all: none may come after. */
  Digest digest();

  /** Publishes the blob if its bytes have the digest, and throws them away if not. */
  Published publish(Digest expected);

  /** Publishes the blob under whatever digest its bytes have. */
  Digest publish();

  @Override
  void close();

  /** What came of it. */
  sealed interface Published {
    /** Durable and visible. */
    record Stored(StoredBlob blob) implements Published {}

    /** Not the bytes that were announced. */
    record Mismatch(Digest expected, Digest actual) implements Published {}
  }
}
