package dev.orlop.car.cid;

import java.io.IOException;
import java.io.InputStream;

/**
 * Unsigned LEB128 (multiformats unsigned-varint): seven bits a byte, lowest first, at most nine
 * bytes, and no longer than the value needs.
 */
public final class Varint {
  /** The longest encoding, of 63 bits. */
  public static final int MAX_BYTES = 9;

  private Varint() {}

  /** The length of the encoding of a value that is not negative. */
  public static int size(long value) {
    requireUnsigned(value);
    return value == 0 ? 1 : (63 - Long.numberOfLeadingZeros(value)) / 7 + 1;
  }

  /** Writes {@code value} at {@code offset} and returns the offset behind it. */
  public static int write(long value, byte[] target, int offset) {
    requireUnsigned(value);
    int at = offset;
    long rest = value;
    while (rest > 0x7f) {
      target[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    target[at++] = (byte) rest;
    return at;
  }

  /**
   * Reads one value.
   *
   * @return the value, or -1 at the end of the stream, if no byte of it was there
   * @throws InvalidVarintException if it is cut off, too long, or longer than it needs to be
   */
  public static long read(InputStream in) throws IOException {
    long value = 0;
    for (int i = 0; i < MAX_BYTES; i++) {
      int b = in.read();
      if (b < 0) {
        if (i == 0) {
          return -1;
        }
        throw new InvalidVarintException("a varint was cut off");
      }
      value |= (long) (b & 0x7f) << (7 * i);
      if (b < 0x80) {
        if (b == 0 && i > 0) {
          throw new InvalidVarintException("a varint is longer than it needs to be");
        }
        return value;
      }
    }
    throw new InvalidVarintException("a varint is longer than 9 bytes");
  }

  private static void requireUnsigned(long value) {
    if (value < 0) {
      throw new IllegalArgumentException("a varint is not negative: " + value);
    }
  }
}
