package dev.orlop.appview.oci;

/** Text from outside, on its way back into a message. */
final class Texts {
  private static final int MAX_SHOWN = 80;

  private Texts() {}

  /** The beginning of {@code text}, with a dot for whatever is no plain character. */
  static String shown(String text) {
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < Math.min(text.length(), MAX_SHOWN); i++) {
      char c = text.charAt(i);
      shown.append(c >= ' ' && c < 0x7f ? c : '.');
    }
    return shown.toString();
  }
}
