package dev.orlop.atproto.syntax;

import java.util.Set;

/**
 * A handle: the domain name by which people know an account. Case makes no difference, so it is
 * kept in lower case.
 *
 * @param value the domain name, at most 253 characters, with at least two labels
 */
public record Handle(String value) implements AtIdentifier, Comparable<Handle> {
  /** The longest handle, in characters. */
  public static final int MAX_LENGTH = 253;

  /** Shown in place of a handle that does not lead back to its account. */
  public static final Handle INVALID = new Handle("handle.invalid");

  private static final Set<String> UNUSABLE_TOP_LEVELS =
      Set.of("alt", "arpa", "example", "internal", "invalid", "local", "localhost", "onion");

  /** Checks the syntax and lowers the case; throws {@link InvalidSyntaxException}. */
  public Handle {
    if (value.length() > MAX_LENGTH) {
      throw refused("longer than " + MAX_LENGTH + " characters", value);
    }
    int from = 0;
    int dot;
    while ((dot = value.indexOf('.', from)) >= 0) {
      requireLabel(value, from, dot);
      from = dot + 1;
    }
    if (from == 0) {
      throw refused("no dot", value);
    }
    requireLabel(value, from, value.length());
    if (!Ascii.isLetter(value.charAt(from))) {
      throw refused("the last label does not begin with a letter", value);
    }
    value = Ascii.lower(value);
  }

  /**
   * The handle that {@code text} spells, without any leading {@code @}.
   *
   * @throws InvalidSyntaxException when it spells none
   */
  public static Handle parse(String text) {
    return new Handle(text);
  }

  /** The last label, such as {@code com}. */
  public String topLevel() {
    return value.substring(value.lastIndexOf('.') + 1);
  }

  /**
   * Whether no public account can have this handle, whatever DNS says: its top level is reserved
   * for other uses. {@code test} is not among them, since development uses it; whoever resolves
   * handles decides on that one.
   */
  public boolean isUnusable() {
    return UNUSABLE_TOP_LEVELS.contains(topLevel());
  }

  private static void requireLabel(String value, int from, int to) {
    if (!Ascii.isLabel(value, from, to)) {
      throw refused("a label that is not 1 to 63 letters, digits and inner hyphens", value);
    }
  }

  private static InvalidSyntaxException refused(String reason, String text) {
    return new InvalidSyntaxException("handle", reason, text);
  }

  @Override
  public int compareTo(Handle other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
