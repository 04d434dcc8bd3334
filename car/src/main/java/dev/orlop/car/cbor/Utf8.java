package dev.orlop.car.cbor;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** UTF-8 that refuses what Java's defaults would quietly replace. */
final class Utf8 {
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

  /**
   * The bytes of {@code text}.
   *
   * @throws IllegalArgumentException for a surrogate without its other half
   */
  static byte[] encode(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length != text.length()) {
      requireNoLoneSurrogate(text);
    }
    return bytes;
  }

  /** Writes the bytes of {@code text}, which are {@code length(text)}, into {@code target}. */
  static void encode(String text, byte[] target, int offset, int length) {
    if (length == text.length()) {
      for (int i = 0; i < length; i++) {
        target[offset + i] = (byte) text.charAt(i);
      }
    } else {
      System.arraycopy(encode(text), 0, target, offset, length);
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
        CharBuffer text =
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(buffer, offset, length));
        return text.toString();
      }
    }
    return new String(buffer, offset, length, StandardCharsets.ISO_8859_1);
  }

  private static void requireNoLoneSurrogate(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        throw new IllegalArgumentException("text with half a surrogate pair at " + i);
      }
    }
  }
}
