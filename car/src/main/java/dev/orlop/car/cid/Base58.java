package dev.orlop.car.cid;

import java.util.Arrays;

/** Base58 in Bitcoin's alphabet, the text form of a Multikey behind its {@code z}. */
public final class Base58 {
  private static final String ALPHABET =
      "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

  /** The arithmetic is quadratic, and nothing written in base58 here is long. */
  private static final int MAX_LENGTH = 512;

  private Base58() {}

  /** The text of {@code bytes}, of which there are at most 512. */
  public static String encode(byte[] bytes) {
    requireShort(bytes.length);
    int zeros = 0;
    while (zeros < bytes.length && bytes[zeros] == 0) {
      zeros++;
    }
    byte[] number = bytes.clone();
    char[] text = new char[bytes.length * 2];
    int at = text.length;
    for (int start = zeros; start < number.length; ) {
      text[--at] = ALPHABET.charAt(divideInPlace(number, start, 256, 58));
      if (number[start] == 0) {
        start++;
      }
    }
    while (at < text.length && text[at] == '1') {
      at++;
    }
    return "1".repeat(zeros) + new String(text, at, text.length - at);
  }

  /**
   * The bytes of {@code text}.
   *
   * @throws IllegalArgumentException for a character outside the alphabet or over 512 characters
   */
  public static byte[] decode(String text) {
    requireShort(text.length());
    byte[] digits = new byte[text.length()];
    for (int i = 0; i < digits.length; i++) {
      int value = ALPHABET.indexOf(text.charAt(i));
      if (value < 0) {
        throw new IllegalArgumentException("not a base58 character at " + i);
      }
      digits[i] = (byte) value;
    }
    int zeros = 0;
    while (zeros < digits.length && digits[zeros] == 0) {
      zeros++;
    }
    byte[] bytes = new byte[text.length()];
    int at = bytes.length;
    for (int start = zeros; start < digits.length; ) {
      bytes[--at] = (byte) divideInPlace(digits, start, 58, 256);
      if (digits[start] == 0) {
        start++;
      }
    }
    while (at < bytes.length && bytes[at] == 0) {
      at++;
    }
    return Arrays.copyOfRange(bytes, at - zeros, bytes.length);
  }

  /** Long division of the big-endian number in {@code digits}; returns the remainder. */
  private static int divideInPlace(byte[] digits, int start, int base, int divisor) {
    int remainder = 0;
    for (int i = start; i < digits.length; i++) {
      int dividend = remainder * base + (digits[i] & 0xff);
      digits[i] = (byte) (dividend / divisor);
      remainder = dividend % divisor;
    }
    return remainder;
  }

  private static void requireShort(int length) {
    if (length > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "base58 of " + length + " characters, limit " + MAX_LENGTH);
    }
  }
}
