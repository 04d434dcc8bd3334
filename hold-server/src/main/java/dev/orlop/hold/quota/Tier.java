package dev.orlop.hold.quota;

import java.util.OptionalLong;

/**
 * A name for how much somebody may use.
 *
 * @param text the size as an operator wrote it
 * @param limit in bytes; empty if there is none
 */
public record Tier(String name, String text, OptionalLong limit) {
  /** The longest name, in characters: that of a crew record. */
  public static final int MAX_NAME = 32;

  private static final String UNLIMITED = "unlimited";

  /**
   * Reads {@code name=size}; a size may be {@code unlimited}.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static Tier parse(String text) {
    int equals = text.indexOf('=');
    if (equals < 0) {
      throw new IllegalArgumentException("must be tiers such as deckhand=5GB");
    }
    String name = text.substring(0, equals).strip();
    String size = text.substring(equals + 1).strip();
    if (!name.matches("[a-z0-9][a-z0-9_-]*") || name.length() > MAX_NAME) {
      throw new IllegalArgumentException(
          "a tier's name has lower-case letters, digits and dashes, and not this: " + name);
    }
    return new Tier(
        name,
        size,
        size.equals(UNLIMITED) ? OptionalLong.empty() : OptionalLong.of(ByteSize.parse(size)));
  }

  /** The limit as a number that any other compares with. */
  long most() {
    return limit.orElse(Long.MAX_VALUE);
  }
}
