package dev.orlop.atproto.syntax;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The host, and the port if there is one, behind a {@code did:web}. The network allows no path.
 *
 * <p>The standard writes a port as {@code did:web:host%3A8080}. {@code did:web:host:8080} is in use
 * too; strictly it would mean the path {@code /8080}, which nobody has, so both are read as the
 * port and the first is written.
 *
 * @param authority {@code host} or {@code host:port}, in lower case
 */
public record DidWeb(String authority) {
  private static final String PREFIX = "did:web:";
  private static final int MAX_HOST_LENGTH = 253;

  /** Checks the syntax and lowers the case; throws {@link InvalidSyntaxException}. */
  public DidWeb {
    int colon = authority.indexOf(':');
    String host = colon < 0 ? authority : authority.substring(0, colon);
    if (!isHost(host)) {
      throw new InvalidSyntaxException("did:web host", "not a host name", authority);
    }
    if (colon >= 0 && !isPort(authority.substring(colon + 1))) {
      throw new InvalidSyntaxException("did:web host", "not a port from 1 to 65535", authority);
    }
    authority = authority.toLowerCase(Locale.ROOT);
  }

  /** Reads a {@code did:web} in either spelling; empty when it is another method or has a path. */
  public static Optional<DidWeb> of(Did did) {
    String text = did.value();
    if (!text.startsWith(PREFIX)) {
      return Optional.empty();
    }
    String authority = text.substring(PREFIX.length()).replace("%3A", ":").replace("%3a", ":");
    try {
      return Optional.of(new DidWeb(authority));
    } catch (InvalidSyntaxException _) {
      return Optional.empty();
    }
  }

  /** The identity of a server that answers on the usual port of its host. */
  public static DidWeb ofHost(String host) {
    return new DidWeb(host);
  }

  /** The identity of a server that answers on a port of its own. */
  public static DidWeb ofHost(String host, int port) {
    return new DidWeb(host + ":" + port);
  }

  /** The host name or IPv4 address, in lower case. */
  public String host() {
    int colon = authority.indexOf(':');
    return colon < 0 ? authority : authority.substring(0, colon);
  }

  /** The port, if the DID names one. */
  public OptionalInt port() {
    int colon = authority.indexOf(':');
    return colon < 0
        ? OptionalInt.empty()
        : OptionalInt.of(Integer.parseInt(authority, colon + 1, authority.length(), 10));
  }

  /** The DID in its canonical spelling. */
  public Did did() {
    return new Did(PREFIX + authority.replace(":", "%3A"));
  }

  private static boolean isHost(String host) {
    if (host.isEmpty() || host.length() > MAX_HOST_LENGTH) {
      return false;
    }
    int from = 0;
    while (true) {
      int dot = host.indexOf('.', from);
      int to = dot < 0 ? host.length() : dot;
      if (!Ascii.isLabel(host, from, to)) {
        return false;
      }
      if (dot < 0) {
        return true;
      }
      from = dot + 1;
    }
  }

  private static boolean isPort(String port) {
    // No leading zero: each port must have one spelling.
    return !port.isEmpty()
        && port.length() <= 5
        && Ascii.areDigits(port)
        && port.charAt(0) != '0'
        && Integer.parseInt(port) <= 65_535;
  }

  @Override
  public String toString() {
    return authority;
  }
}
