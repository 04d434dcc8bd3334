package dev.orlop.appview.token;

import dev.orlop.atproto.syntax.AtIdentifier;
import dev.orlop.atproto.syntax.InvalidSyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * What a client shows to sign in.
 *
 * @param password an app password, or the account's own
 */
public record Credentials(AtIdentifier name, String password) {
  private static final String BASIC = "Basic ";
  private static final int MAX_LENGTH = 4096;
  private static final int MAX_PASSWORD = 512;

  /**
   * Reads a name and a password as people write them: the name may have an {@code @} in front, and
   * a DID dashes where no colon is possible.
   *
   * @return empty if nobody can be called that, or have such a password
   */
  public static Optional<Credentials> of(String name, String password) {
    if (password.isEmpty() || password.length() > MAX_PASSWORD) {
      return Optional.empty();
    }
    String plain = name.startsWith("@") ? name.substring(1) : name;
    try {
      return Optional.of(
          new Credentials(
              AtIdentifier.parse(plain.replaceFirst("^did-(plc|web)-", "did:$1:")), password));
    } catch (InvalidSyntaxException _) {
      return Optional.empty();
    }
  }

  /** Reads the header {@code Authorization}, if it is of the scheme Basic (RFC 7617). */
  public static Optional<Credentials> ofBasic(String header) {
    if (header.length() > MAX_LENGTH || !isBasic(header)) {
      return Optional.empty();
    }
    String text;
    try {
      byte[] bytes = Base64.getDecoder().decode(header.substring(BASIC.length()).strip());
      text = new String(bytes, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
    int colon = endOfName(text);
    return colon < 0 ? Optional.empty() : of(text.substring(0, colon), text.substring(colon + 1));
  }

  /** Whether a header is of the scheme Basic. */
  public static boolean isBasic(String header) {
    return header.regionMatches(true, 0, BASIC, 0, BASIC.length());
  }

  /** The scheme ends the name at the first colon; a DID has two of its own before that. */
  private static int endOfName(String text) {
    int colon = text.indexOf(':');
    if (!text.startsWith("did:")) {
      return colon;
    }
    int second = text.indexOf(':', colon + 1);
    return second < 0 ? -1 : text.indexOf(':', second + 1);
  }

  @Override
  public String toString() {
    return "Credentials[" + name + "]";
  }
}
