package dev.orlop.atproto.syntax;

import java.util.Set;

/**
 * A language tag of BCP 47 (RFC 5646), such as {@code pt-BR}. Well-formed, with no variant or
 * extension twice; whether the registry lists its parts is not asked. The primary language is in
 * lower case, as the network writes it.
 *
 * @param value the tag, kept as written
 */
public record Language(String value) {
  /** The longest tag, in characters; real ones stay under 40. */
  public static final int MAX_LENGTH = 128;

  /** The old tags that do not fit the grammar (RFC 5646 §2.1, "irregular"), in lower case. */
  private static final Set<String> IRREGULAR =
      Set.of(
          "en-gb-oed",
          "i-ami",
          "i-bnn",
          "i-default",
          "i-enochian",
          "i-hak",
          "i-klingon",
          "i-lux",
          "i-mingo",
          "i-navajo",
          "i-pwn",
          "i-tao",
          "i-tay",
          "i-tsu",
          "sgn-be-fr",
          "sgn-be-nl",
          "sgn-ch-de");

  /** Checks the syntax; throws {@link InvalidSyntaxException}. */
  public Language {
    if (value.length() > MAX_LENGTH) {
      throw new InvalidSyntaxException(
          "language tag", "longer than " + MAX_LENGTH + " characters", value);
    }
    if (!IRREGULAR.contains(Ascii.lower(value)) && !new LanguageScanner(value).isWellFormed()) {
      throw new InvalidSyntaxException("language tag", "not well-formed", value);
    }
  }

  /**
   * The tag that {@code text} spells.
   *
   * @throws InvalidSyntaxException when it spells none
   */
  public static Language parse(String text) {
    return new Language(text);
  }

  @Override
  public String toString() {
    return value;
  }
}
