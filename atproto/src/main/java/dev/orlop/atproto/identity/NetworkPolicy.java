package dev.orlop.atproto.identity;

import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * Where this program lets others send it. Hosts come from DID documents, handles and records that
 * anybody can write; without a guard they could point it at the network it stands in.
 */
public enum NetworkPolicy {
  /** Public addresses only, https on its own port only. */
  PUBLIC_ONLY,

  /**
   * As {@link #PUBLIC_ONLY}, and also http, any port, loopback, and names ending in {@code .test}
   * or {@code .localhost}, which mean loopback whatever DNS says. Private networks stay closed.
   */
  DEVELOPMENT;

  private static final int HTTPS_PORT = 443;

  /** Why {@code uri} may not be fetched; empty when, as far as can be seen in it, it may. */
  public Optional<String> objection(URI uri) {
    String scheme = uri.getScheme();
    String host = uri.getHost();
    if (scheme == null || host == null) {
      return Optional.of("not an absolute http address");
    }
    if (uri.getRawUserInfo() != null) {
      return Optional.of("names a user");
    }
    return switch (scheme.toLowerCase(Locale.ROOT)) {
      case "https" ->
          this == DEVELOPMENT || uri.getPort() == -1 || uri.getPort() == HTTPS_PORT
              ? Optional.empty()
              : Optional.of("a port other than 443");
      case "http" ->
          this == DEVELOPMENT ? Optional.empty() : Optional.of("http where https is required");
      default -> Optional.of("the scheme " + scheme);
    };
  }

  /** Whether {@code host} means this machine without asking any resolver. */
  public boolean isLocalName(String host) {
    if (this != DEVELOPMENT) {
      return false;
    }
    String name = host.toLowerCase(Locale.ROOT);
    return name.equals("localhost") || name.endsWith(".localhost") || name.endsWith(".test");
  }

  /** Whether a connection to {@code address} is allowed. */
  public boolean allows(InetAddress address) {
    return PublicAddresses.isPublic(address)
        || (this == DEVELOPMENT && address.isLoopbackAddress());
  }
}
