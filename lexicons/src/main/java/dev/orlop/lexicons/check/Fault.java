package dev.orlop.lexicons.check;

/** The first thing that is wrong with a value. */
public final class Fault {
  private static final int MAX_SHOWN = 40;

  private final String message;
  private final StringBuilder steps = new StringBuilder();

  private Fault(String message) {
    this.message = message;
  }

  /** Says what was expected, and where that helps, what was there instead. */
  public static Fault of(String message) {
    return new Fault(message);
  }

  /** Moves the fault out of the field that holds the value. */
  public Fault in(String key) {
    steps.insert(0, "." + key);
    return this;
  }

  /** Moves the fault out of the list that holds the value. */
  Fault in(int index) {
    steps.insert(0, "[" + index + "]");
    return this;
  }

  /** Where, from the outside in: {@code $.layers[2].digest}. */
  public String path() {
    return "$" + steps;
  }

  /** What was expected. */
  public String message() {
    return message;
  }

  /** A text from outside, short and without control characters, fit to be shown. */
  static String shown(String text) {
    int length = Math.min(text.length(), MAX_SHOWN);
    StringBuilder shown = new StringBuilder(length + 5).append('"');
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      shown.append(c < ' ' || c > '~' ? '?' : c);
    }
    return shown.append(length < text.length() ? "...\"" : "\"").toString();
  }
}
