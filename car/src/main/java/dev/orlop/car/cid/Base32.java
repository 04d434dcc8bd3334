package dev.orlop.car.cid;

import java.util.Arrays;

/** RFC 4648 base32 in lower case without padding, the text form of a CID behind its {@code b}. */
public final class Base32 {
  private static final char[] ALPHABET = "abcdefghijklmnopqrstuvwxyz234567".toCharArray();
  private static final byte[] VALUES = new byte[128];

  static {
    Arrays.fill(VALUES, (byte) -1);
    for (int i = 0; i < ALPHABET.length; i++) {
      VALUES[ALPHABET[i]] = (byte) i;
    }
  }

  private Base32() {}

  /** The text of {@code bytes}. */
  public static String encode(byte[] bytes) {
    char[] text = new char[(bytes.length * 8 + 4) / 5];
    int at = 0;
    int bits = 0;
    int pending = 0;
    for (byte b : bytes) {
      pending = (pending << 8) | (b & 0xff);
      bits += 8;
      while (bits >= 5) {
        bits -= 5;
        text[at++] = ALPHABET[(pending >>> bits) & 31];
      }
      pending &= 0xff;
    }
    if (bits > 0) {
      text[at] = ALPHABET[(pending << (5 - bits)) & 31];
    }
    return new String(text);
  }

  /**
   * The bytes of {@code text}.
   *
   * @throws IllegalArgumentException for a character outside the alphabet, a length that no bytes
   *     have, or left-over bits that are not zero: each byte string has one text
   */
  public static byte[] decode(String text) {
    int length = text.length();
    byte[] bytes = new byte[(int) (length * 5L / 8)];
    int at = 0;
    int bits = 0;
    int pending = 0;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      int value = c < 128 ? VALUES[c] : -1;
      if (value < 0) {
        throw new IllegalArgumentException("not a base32 character at " + i);
      }
      pending = (pending << 5) | value;
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        bytes[at++] = (byte) (pending >>> bits);
        pending &= (1 << bits) - 1;
      }
    }
    if (bits >= 5 || pending != 0) {
      throw new IllegalArgumentException("base32 with left-over bits");
    }
    return bytes;
  }
}
