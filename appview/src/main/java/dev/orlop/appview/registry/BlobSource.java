package dev.orlop.appview.registry;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;

/** Where the bytes of a blob are. */
public sealed interface BlobSource {
  /** Elsewhere: the client is sent there. */
  record Elsewhere(URI uri) implements BlobSource {}

  /**
   * To be relayed.
   *
   * @param size of the whole, in bytes
   */
  record Here(long size, Opener opener) implements BlobSource {}

  /** The repository does not have it. */
  record Missing() implements BlobSource {}

  /** Opens the bytes of one blob, again and again. */
  @FunctionalInterface
  interface Opener {
    /**
     * {@code length} bytes from {@code first} on; more are not read.
     *
     * @throws IOException if they cannot be had
     */
    InputStream open(long first, long length) throws IOException;
  }
}
