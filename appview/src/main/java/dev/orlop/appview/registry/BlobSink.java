package dev.orlop.appview.registry;

import dev.orlop.appview.oci.OciException;
import dev.orlop.car.cid.Digest;

/**
 * A blob on its way in. Used by one thread at a time, not always the same one. After an exception
 * out of {@link #write} or {@link #complete} nothing but {@link #abort} is called.
 */
public interface BlobSink {
  /**
   * Takes the next bytes, and blocks until it has room for more: memory is bounded by that. The
   * buffer is the caller's again when this returns.
   *
   * @throws OciException if they cannot be kept
   */
  void write(byte[] buffer, int offset, int length);

  /**
   * Makes the blob durable and visible. The caller of this has compared the digest with the bytes;
   * whoever keeps them compares it again.
   *
   * @throws OciException if that fails; the blob is then not there
   */
  void complete(Digest digest);

  /** Gives it up, if it is not complete. Does not throw. */
  void abort();
}
