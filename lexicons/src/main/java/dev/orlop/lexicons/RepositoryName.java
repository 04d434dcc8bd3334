package dev.orlop.lexicons;

import java.util.Optional;

/**
 * The name of an image repository (distribution-spec, "Pulling manifests"): lower-case words
 * between slashes. Has no dots that lead anywhere.
 *
 * @param value at most {@value #MAX_LENGTH} characters
 */
public record RepositoryName(String value) implements Comparable<RepositoryName> {
  /** The longest name, in characters. */
  public static final int MAX_LENGTH = 255;

  /** Checks the form; throws {@link IllegalArgumentException}. */
  public RepositoryName {
    if (!isName(value)) {
      throw new IllegalArgumentException("not the name of a repository");
    }
  }

  /** The name that {@code text} spells; empty if it spells none. */
  public static Optional<RepositoryName> parse(String text) {
    return isName(text) ? Optional.of(new RepositoryName(text)) : Optional.empty();
  }

  /** Words; between two a dot, one or two underscores, some dashes, or a slash. */
  private static boolean isName(String text) {
    int length = text.length();
    if (length > MAX_LENGTH) {
      return false;
    }
    int at = 0;
    while (true) {
      int word = at;
      while (at < length && isWordChar(text.charAt(at))) {
        at++;
      }
      if (at == word) {
        return false;
      }
      if (at == length) {
        return true;
      }
      at = afterSeparator(text, at);
    }
  }

  /** Where the next word must begin; where there is no separator, none can. */
  private static int afterSeparator(String text, int at) {
    char first = text.charAt(at);
    int end = at + 1;
    switch (first) {
      case '_' -> end += end < text.length() && text.charAt(end) == '_' ? 1 : 0;
      case '-' -> {
        while (end < text.length() && text.charAt(end) == '-') {
          end++;
        }
      }
      case '.', '/' -> {
        // One alone.
      }
      default -> {
        return at;
      }
    }
    return end;
  }

  private static boolean isWordChar(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  }

  @Override
  public int compareTo(RepositoryName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
