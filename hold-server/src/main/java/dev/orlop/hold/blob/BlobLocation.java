package dev.orlop.hold.blob;

import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

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

  /** On another server, which sends it to whoever has a URL for it, or to us. */
  non-sealed interface Remote extends BlobLocation {
    /** In bytes. */
    long size();

    /** Where anybody may ask for the blob for a short while, and for nothing but by this verb. */
    URI url(Verb verb);

    /**
     * Its bytes from {@code first} on.
     *
     * @return {@code length} bytes; the end never comes before, but a {@link BlobStoreException}
     *     does, if the other server breaks off and does not come back; empty if the blob was
     *     deleted
     * @throws BlobStoreException if the other server refuses
     */
    Optional<InputStream> open(long first, long length);
  }

  /** What a URL is good for. */
  enum Verb {
    /** To read. */
    GET,
    /** To ask for the size. */
    HEAD
  }

  /** Nowhere. */
  record Missing() implements BlobLocation {}
}
