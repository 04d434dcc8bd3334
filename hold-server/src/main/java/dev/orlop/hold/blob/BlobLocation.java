package dev.orlop.hold.blob;

import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;

/** Where a blob is, for whoever sends it. */
public sealed interface BlobLocation {
  /** In a file of this machine. Open it at once: it may be deleted. */
  record Local(Path file, long size) implements BlobLocation {}

  /** In memory, as small blobs that are asked for often. */
  final class InMemory implements BlobLocation {
    private final byte[] bytes;

    /** Keeps {@code bytes}, which must not change any more. */
    public InMemory(byte[] bytes) {
      this.bytes = bytes;
    }

    /** All of the blob; shared with other readers, so not to be written to. */
    public byte[] bytes() {
      return bytes;
    }

    /** In bytes. */
    public long size() {
      return bytes.length;
    }
  }

  /** Elsewhere, for a while. */
  record Redirect(URI uri, long size, Instant expires) implements BlobLocation {}

  /** Nowhere. */
  record Missing() implements BlobLocation {}
}
