package dev.orlop.car.cbor;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** UTF-8 that refuses what Java's defaults would quietly replace. */
final class Utf8 {
  private static final char REPLACEMENT = '\ufffd';

  private Utf8() {}

  /** The length of {@code text} in bytes. */
  static int length(String text) {
    int length = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        // A surrogate pair is two units and four bytes: two for each half.
        length += c >= 0x800 && !Character.isSurrogate(c) ? 2 : 1;
      }
    }
    return length;
  }

  /**
   * Compares two texts as their bytes compare, unsigned, without making these: the order of UTF-16
   * units, but that surrogates stand for characters above all others.
   */
  static int compare(String a, String b) {
    int common = Math.min(a.length(), b.length());
    for (int i = 0; i < common; i++) {
      char inA = a.charAt(i);
      char inB = b.charAt(i);
      if (inA != inB) {
        boolean aboveInA = Character.isSurrogate(inA);
        boolean aboveInB = Character.isSurrogate(inB);
        return aboveInA == aboveInB
            ? Character.compare(inA, inB)
            : Boolean.compare(aboveInA, aboveInB);
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  /** Where {@code text} has a surrogate without its other half, or -1 where it has none. */
  static int loneSurrogate(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        return i;
      }
    }
    return -1;
  }

  /**
   * Writes the bytes of {@code text}, which has no lone surrogate and {@code length(text)} bytes.
   */
  static void encode(String text, byte[] target, int offset, int length) {
    if (length == text.length()) {
      for (int i = 0; i < length; i++) {
        target[offset + i] = (byte) text.charAt(i);
      }
    } else {
      System.arraycopy(text.getBytes(StandardCharsets.UTF_8), 0, target, offset, length);
    }
  }

  /** Whether some bytes are UTF-8. */
  static boolean isValid(byte[] buffer, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      if (buffer[i] < 0) {
        try {
          decode(buffer, offset, length);
          return true;
        } catch (CharacterCodingException _) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * The text of some bytes.
   *
   * @throws CharacterCodingException if they are not UTF-8
   */
  static String decode(byte[] buffer, int offset, int length) throws CharacterCodingException {
    for (int i = offset; i < offset + length; i++) {
      if (buffer[i] < 0) {
        return decodeBeyondAscii(buffer, offset, length);
      }
    }
    return new String(buffer, offset, length, StandardCharsets.ISO_8859_1);
  }

  private static String decodeBeyondAscii(byte[] buffer, int offset, int length)
      throws CharacterCodingException {
    // The JDK's fast way puts a replacement character where the bytes are malformed. Only text that
    // shows one, put there or spelled out, needs the slow decoder that tells the two apart.
    String text = new String(buffer, offset, length, StandardCharsets.UTF_8);
    if (text.indexOf(REPLACEMENT) >= 0) {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(buffer, offset, length));
    }
    return text;
  }
}
