package dev.orlop.atproto.syntax;

/**
 * A namespaced identifier, such as {@code com.atproto.repo.getRecord}: the reversed domain of its
 * author, then a name. Letters are kept as written, since record paths are signed with them.
 *
 * @param value the text, at most 317 characters, with at least three segments
 */
public record Nsid(String value) implements Comparable<Nsid> {
  /**
   * The longest NSID, in characters: a domain of 253, a dot, a name of 63. Only the sum is checked:
   * the official cases hold a valid NSID whose domain alone is longer than that.
   */
  public static final int MAX_LENGTH = 253 + 1 + 63;

  private static final int MAX_NAME_LENGTH = 63;

  /** Checks the syntax; throws {@link InvalidSyntaxException}. */
  public Nsid {
    if (value.length() > MAX_LENGTH) {
      throw refused("longer than " + MAX_LENGTH + " characters", value);
    }
    int segments = 1;
    int from = 0;
    int dot;
    while ((dot = value.indexOf('.', from)) >= 0) {
      if (!Ascii.isLabel(value, from, dot)) {
        throw refused("a segment that is no label of a domain", value);
      }
      segments++;
      from = dot + 1;
    }
    if (segments < 3) {
      throw refused("fewer than three segments", value);
    }
    if (!Ascii.isLetter(value.charAt(0))) {
      throw refused("does not begin with a letter", value);
    }
    requireName(value, from);
  }

  /**
   * The NSID that {@code text} spells.
   *
   * @throws InvalidSyntaxException when it spells none
   */
  public static Nsid parse(String text) {
    return new Nsid(text);
  }

  /** The last segment, such as {@code getRecord}. */
  public String name() {
    return value.substring(value.lastIndexOf('.') + 1);
  }

  /** All but the last segment, as written: {@code com.atproto.repo}. */
  public String namespace() {
    return value.substring(0, value.lastIndexOf('.'));
  }

  private static void requireName(String value, int from) {
    int length = value.length() - from;
    if (length < 1 || length > MAX_NAME_LENGTH || !Ascii.isLetter(value.charAt(from))) {
      throw refused("a name is 1 to 63 letters and digits and begins with a letter", value);
    }
    for (int i = from; i < value.length(); i++) {
      if (!Ascii.isAlphanumeric(value.charAt(i))) {
        throw refused("a name holds letters and digits only", value);
      }
    }
  }

  private static InvalidSyntaxException refused(String reason, String text) {
    return new InvalidSyntaxException("NSID", reason, text);
  }

  @Override
  public int compareTo(Nsid other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
