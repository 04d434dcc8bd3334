package dev.orlop.atproto.syntax;

import java.util.Optional;

/**
 * A decentralized identifier as the AT Protocol restricts it, such as {@code
 * did:plc:7iza6de2dwap2sbkpav7c6c6}. Equal when the text is equal: a DID is opaque and
 * case-sensitive.
 *
 * @param value the text, {@code did:method:identifier}, at most 2048 characters
 */
public record Did(String value) implements AtIdentifier, Comparable<Did> {
  /** The longest DID, in characters. */
  public static final int MAX_LENGTH = 2048;

  private static final String PREFIX = "did:";
  private static final String PLC = "did:plc:";
  private static final int PLC_LENGTH = PLC.length() + 24;

  /** Checks the syntax; throws {@link InvalidSyntaxException}. */
  public Did {
    if (value.length() > MAX_LENGTH) {
      throw refused("longer than " + MAX_LENGTH + " characters", value);
    }
    if (!value.startsWith(PREFIX)) {
      throw refused("does not begin with did:", value);
    }
    int colon = value.indexOf(':', PREFIX.length());
    if (colon <= PREFIX.length()) {
      throw refused("no method", value);
    }
    for (int i = PREFIX.length(); i < colon; i++) {
      if (!Ascii.isLower(value.charAt(i))) {
        throw refused("a method is written in lower-case letters", value);
      }
    }
    if (colon + 1 == value.length()) {
      throw refused("no identifier after the method", value);
    }
    for (int i = colon + 1; i < value.length(); i++) {
      if (!isIdentifierChar(value.charAt(i))) {
        throw refused("a character that DIDs do not have", value);
      }
    }
    char last = value.charAt(value.length() - 1);
    if (last == ':' || last == '%') {
      throw refused("ends in " + last, value);
    }
  }

  /**
   * The DID that {@code text} spells.
   *
   * @throws InvalidSyntaxException when it spells none
   */
  public static Did parse(String text) {
    return new Did(text);
  }

  /** The method, such as {@code plc} or {@code web}. */
  public String method() {
    return value.substring(PREFIX.length(), value.indexOf(':', PREFIX.length()));
  }

  /** Whether this is a {@code did:plc} of the only form the directory gives out: 24 of base32. */
  public boolean isPlc() {
    if (value.length() != PLC_LENGTH || !value.startsWith(PLC)) {
      return false;
    }
    for (int i = PLC.length(); i < PLC_LENGTH; i++) {
      char c = value.charAt(i);
      if (!Ascii.isLower(c) && (c < '2' || c > '7')) {
        return false;
      }
    }
    return true;
  }

  /** The host and port of a {@code did:web} that is one the network can use; empty for all else. */
  public Optional<DidWeb> web() {
    return DidWeb.of(this);
  }

  /**
   * The one spelling under which this DID is compared with others: a usable {@code did:web} with
   * its host in lower case and its port as {@code %3A}; any other DID unchanged.
   */
  public Did canonical() {
    return web().map(DidWeb::did).orElse(this);
  }

  private static boolean isIdentifierChar(char c) {
    return Ascii.isAlphanumeric(c) || c == ':' || c == '.' || c == '-' || c == '_' || c == '%';
  }

  private static InvalidSyntaxException refused(String reason, String text) {
    return new InvalidSyntaxException("DID", reason, text);
  }

  @Override
  public int compareTo(Did other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
