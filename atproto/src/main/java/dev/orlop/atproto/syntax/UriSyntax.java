package dev.orlop.atproto.syntax;

/**
 * The shape of a URI in general (RFC 3986): a scheme, a colon, and printable ASCII without spaces.
 * No more is promised, since records hold schemes of every kind; whoever fetches one parses it
 * again with care.
 */
public final class UriSyntax {
  /** The longest URI, in characters. */
  public static final int MAX_LENGTH = 8192;

  private static final int MAX_SCHEME_LENGTH = 80;

  private UriSyntax() {}

  /** Whether {@code text} has the shape of a URI. */
  public static boolean isValid(String text) {
    if (text.length() > MAX_LENGTH) {
      return false;
    }
    int colon = text.indexOf(':');
    if (colon < 1 || colon > MAX_SCHEME_LENGTH || colon == text.length() - 1) {
      return false;
    }
    if (!Ascii.isLetter(text.charAt(0))) {
      return false;
    }
    for (int i = 1; i < colon; i++) {
      char c = text.charAt(i);
      if (!Ascii.isAlphanumeric(c) && c != '+' && c != '-' && c != '.') {
        return false;
      }
    }
    for (int i = colon + 1; i < text.length(); i++) {
      if (!Ascii.isGraphic(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }
}
