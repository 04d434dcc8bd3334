package dev.orlop.atproto.syntax;

import java.util.Locale;

/** Character classes of ASCII; {@link Character} knows far more letters than the grammars do. */
final class Ascii {
  private Ascii() {}

  static boolean isLower(char c) {
    return c >= 'a' && c <= 'z';
  }

  static boolean isLetter(char c) {
    return isLower((char) (c | 0x20)) && c < 0x80;
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean isAlphanumeric(char c) {
    return isLetter(c) || isDigit(c);
  }

  /** Printable and not a space. */
  static boolean isGraphic(char c) {
    return c > ' ' && c <= '~';
  }

  static boolean areLetters(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isLetter(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  static boolean areDigits(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isDigit(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  static boolean areAlphanumeric(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isAlphanumeric(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether {@code text[from, to)} is a label of a domain name: 1 to 63 letters, digits and
   * hyphens, with no hyphen at either end (RFC 1035, RFC 1123).
   */
  static boolean isLabel(String text, int from, int to) {
    int length = to - from;
    if (length < 1 || length > 63 || text.charAt(from) == '-' || text.charAt(to - 1) == '-') {
      return false;
    }
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (!isAlphanumeric(c) && c != '-') {
        return false;
      }
    }
    return true;
  }

  /** ASCII letters in lower case, all else unchanged; no locale takes part. */
  static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
