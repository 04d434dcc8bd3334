package dev.orlop.atproto.syntax;

/**
 * The name of a record in its collection: a TID, {@code self}, or any text of the narrow alphabet.
 *
 * @param value 1 to 512 of {@code A-Z a-z 0-9 . - _ : ~}, but neither {@code .} nor {@code ..}
 */
public record RecordKey(String value) implements Comparable<RecordKey> {
  /** The longest record key, in characters. */
  public static final int MAX_LENGTH = 512;

  /** The key of a record of which a collection has one. */
  public static final RecordKey SELF = new RecordKey("self");

  /** Checks the syntax; throws {@link InvalidSyntaxException}. */
  public RecordKey {
    if (value.isEmpty() || value.length() > MAX_LENGTH) {
      throw refused("not 1 to " + MAX_LENGTH + " characters", value);
    }
    for (int i = 0; i < value.length(); i++) {
      if (!isKeyChar(value.charAt(i))) {
        throw refused("a character that record keys do not have", value);
      }
    }
    if (value.equals(".") || value.equals("..")) {
      throw refused("a path step", value);
    }
  }

  /**
   * The record key that {@code text} spells.
   *
   * @throws InvalidSyntaxException when it spells none
   */
  public static RecordKey parse(String text) {
    return new RecordKey(text);
  }

  /** The key of a record that is named by the time it was made. */
  public static RecordKey of(Tid tid) {
    return new RecordKey(tid.toString());
  }

  private static boolean isKeyChar(char c) {
    return Ascii.isAlphanumeric(c) || c == '.' || c == '-' || c == '_' || c == ':' || c == '~';
  }

  private static InvalidSyntaxException refused(String reason, String text) {
    return new InvalidSyntaxException("record key", reason, text);
  }

  @Override
  public int compareTo(RecordKey other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
