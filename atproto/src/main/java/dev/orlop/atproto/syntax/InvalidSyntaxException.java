package dev.orlop.atproto.syntax;

/** A text is not the identifier it should be. The message is safe to show and to log. */
public final class InvalidSyntaxException extends RuntimeException {
  private static final int MAX_SHOWN = 80;

  /**
   * Says "not a KIND (REASON): TEXT".
   *
   * @param text the refused text; only its beginning is shown, without control characters
   */
  public InvalidSyntaxException(String kind, String reason, String text) {
    super("not a valid " + kind + " (" + reason + "): " + shown(text));
  }

  private static String shown(String text) {
    int length = Math.min(text.length(), MAX_SHOWN);
    StringBuilder shown = new StringBuilder(length + 5).append('"');
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      shown.append(c < ' ' || c > '~' ? '?' : c);
    }
    return shown.append(length < text.length() ? "...\"" : "\"").toString();
  }
}
