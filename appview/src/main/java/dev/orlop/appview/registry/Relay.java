package dev.orlop.appview.registry;

import dev.orlop.appview.oci.OciError;
import dev.orlop.appview.oci.OciException;
import dev.orlop.car.cid.Digest;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;

/**
 * Hands a blob on and compares its digest on the way. The last bytes are held back until it is
 * known to be right: a blob that is not never arrives whole.
 */
public final class Relay {
  private static final int BUFFER_BYTES = 64 << 10;

  private Relay() {}

  /**
   * Copies all of {@code in}, which is not closed.
   *
   * @throws OciException if the bytes are others, or more or fewer than {@code size}, or cannot be
   *     read
   * @throws IOException from {@code out}
   */
  public static void copy(InputStream in, OutputStream out, Digest digest, long size)
      throws IOException {
    MessageDigest running = digest.algorithm().newMessageDigest();
    byte[] held = new byte[BUFFER_BYTES];
    byte[] next = new byte[BUFFER_BYTES];
    int heldLength = 0;
    long count = 0;
    for (int n = read(in, next); n >= 0; n = read(in, next)) {
      out.write(held, 0, heldLength);
      running.update(next, 0, n);
      count += n;
      byte[] swap = held;
      held = next;
      heldLength = n;
      next = swap;
    }
    Digest actual = Digest.of(digest.algorithm(), running.digest());
    if (count != size || !actual.equals(digest)) {
      throw OciError.UNKNOWN
          .exception("what is kept as this blob is not it any more")
          .withStatus(502)
          .with("digest", digest)
          .with("actual", actual);
    }
    out.write(held, 0, heldLength);
  }

  /**
   * Copies {@code length} bytes of a blob's, which nothing can be compared with.
   *
   * @throws OciException if they cannot be read
   * @throws IOException from {@code out}
   */
  public static void copyPart(InputStream in, OutputStream out, long length) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    long left = length;
    while (left > 0) {
      int n = read(in, buffer);
      if (n < 0) {
        throw outOfReach().because(new EOFException(left + " bytes are missing"));
      }
      int taken = (int) Math.min(n, left);
      out.write(buffer, 0, taken);
      left -= taken;
    }
  }

  private static int read(InputStream in, byte[] buffer) {
    try {
      return in.read(buffer);
    } catch (IOException e) {
      throw outOfReach().because(e);
    }
  }

  /** What is said when a blob cannot be had from where it is. */
  public static OciException outOfReach() {
    return OciError.UNAVAILABLE.exception("the blob cannot be read just now").withStatus(502);
  }
}
