package dev.orlop.appview.oci;

/**
 * A tag: a letter, digit or underscore, then up to 127 more, dots and dashes among them.
 *
 * @param value the text; compared by its characters, as the specification lists tags
 */
public record Tag(String value) implements Comparable<Tag> {
  /** The longest tag, in characters. */
  public static final int MAX_LENGTH = 128;

  /** Checks the form; throws {@link OciException}. */
  public Tag {
    if (!isTag(value)) {
      throw OciError.MANIFEST_INVALID.exception("not a tag").with("tag", Texts.shown(value));
    }
  }

  /** Whether {@code text} is one. */
  public static boolean isTag(String text) {
    if (text.isEmpty() || text.length() > MAX_LENGTH) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean word =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '_'
              || (i > 0 && (c == '.' || c == '-'));
      if (!word) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int compareTo(Tag other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
