package dev.orlop.hold.pull;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of an image repository (distribution-spec, "Pulling manifests"): lower-case words
 * between slashes. Has no dots that lead anywhere.
 *
 * @param value at most {@value #MAX_LENGTH} characters
 */
public record RepositoryName(String value) implements Comparable<RepositoryName> {
  /** The longest name, in characters. */
  public static final int MAX_LENGTH = 255;

  // Possessive: a name that fails does so in one pass.
  private static final Pattern FORM =
      Pattern.compile(
          "[a-z0-9]++(?:(?:\\.|_|__|-+)[a-z0-9]++)*+(?:/[a-z0-9]++(?:(?:\\.|_|__|-+)[a-z0-9]++)*+)*+");

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

  private static boolean isName(String text) {
    return text.length() <= MAX_LENGTH && FORM.matcher(text).matches();
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
