package dev.orlop.car.cid;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;

/** SHA-256 of bytes at hand, without making a {@link MessageDigest} for each. */
public final class Sha256 {
  /** The length of a hash. */
  public static final int BYTES = 32;

  private static final ThreadLocal<MessageDigest> DIGEST =
      ThreadLocal.withInitial(Sha256::newMessageDigest);

  private Sha256() {}

  /** The hash of {@code bytes}. */
  public static byte[] hash(byte[] bytes) {
    return hash(bytes, 0, bytes.length);
  }

  /** The hash of {@code length} bytes of {@code buffer} from {@code offset}. */
  public static byte[] hash(byte[] buffer, int offset, int length) {
    byte[] hash = new byte[BYTES];
    hash(buffer, offset, length, hash);
    return hash;
  }

  /** Writes the hash into the first 32 bytes of {@code into}, for callers that reuse it. */
  public static void hash(byte[] buffer, int offset, int length, byte[] into) {
    // Before the first update: a digest left half fed would spoil the next hash on this thread.
    Objects.checkFromIndexSize(offset, length, buffer.length);
    Objects.checkFromIndexSize(0, BYTES, into.length);
    MessageDigest digest = DIGEST.get();
    digest.update(buffer, offset, length);
    try {
      digest.digest(into, 0, BYTES);
    } catch (DigestException e) {
      throw new IllegalStateException("there is room for a hash", e);
    }
  }

  /** A fresh digest, for hashing a stream. */
  public static MessageDigest newMessageDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
