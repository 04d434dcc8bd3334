package dev.orlop.mst;

import dev.orlop.car.cid.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What the tree does with keys, which are bytes: order, height, common prefix. */
public final class MstKey {
  /** The longest key taken; the reference implementation has the same limit. */
  public static final int MAX_BYTES = 1024;

  private static final ThreadLocal<byte[]> HASH = ThreadLocal.withInitial(() -> new byte[32]);

  private MstKey() {}

  /** The bytes of a key. */
  public static byte[] of(String key) {
    return key.getBytes(StandardCharsets.UTF_8);
  }

  /** The text of a key. */
  public static String text(byte[] key) {
    return new String(key, StandardCharsets.UTF_8);
  }

  /** The order of keys: by bytes, unsigned. */
  public static int compare(byte[] a, byte[] b) {
    // Bounds are handed down as they are, so the same array is often met again.
    return a == b ? 0 : Arrays.compareUnsigned(a, b);
  }

  /** Half the number of leading zero bits of the key's SHA-256: 0 to 128, by fours ever rarer. */
  public static int height(byte[] key) {
    byte[] hash = HASH.get();
    Sha256.hash(key, 0, key.length, hash);
    int zeros = 0;
    for (byte b : hash) {
      if (b != 0) {
        return (zeros + Integer.numberOfLeadingZeros(b & 0xff) - 24) / 2;
      }
      zeros += 8;
    }
    return zeros / 2;
  }

  /**
   * Returns {@code key} if it is above {@code last}, which is null before the first key.
   *
   * <p>Walks ask this of every entry: a tree made by a stranger may hang one subtree in many places
   * and would else keep them busy for ever.
   *
   * @throws MstException if it is not
   */
  static byte[] requireAbove(byte @Nullable [] last, byte[] key) {
    if (last != null && compare(last, key) >= 0) {
      throw new MstException("the key " + text(key) + " is out of order");
    }
    return key;
  }

  /** How many leading bytes two keys share. */
  public static int commonPrefix(byte[] a, byte[] b) {
    int mismatch = Arrays.mismatch(a, b);
    return mismatch < 0 ? a.length : mismatch;
  }
}
