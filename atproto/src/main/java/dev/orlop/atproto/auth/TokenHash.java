package dev.orlop.atproto.auth;

import dev.orlop.car.cid.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The SHA-256 of a secret or a name, as a key of maps: of one size, and comparing it tells nothing
 * about the secret by its timing.
 */
public record TokenHash(long a, long b, long c, long d) {
  /** Of a text. */
  public static TokenHash of(String text) {
    byte[] hash = Sha256.hash(text.getBytes(StandardCharsets.UTF_8));
    return new TokenHash(at(hash, 0), at(hash, 8), at(hash, 16), at(hash, 24));
  }

  /** The 32 bytes. */
  public byte[] bytes() {
    return ByteBuffer.allocate(4 * Long.BYTES).putLong(a).putLong(b).putLong(c).putLong(d).array();
  }

  private static long at(byte[] bytes, int offset) {
    long value = 0;
    for (int i = offset; i < offset + 8; i++) {
      value = value << 8 | (bytes[i] & 0xff);
    }
    return value;
  }
}
