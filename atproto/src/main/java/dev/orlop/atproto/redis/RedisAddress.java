package dev.orlop.atproto.redis;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Where a Redis server is, and how to sign in there. Holds a secret, and does not show it.
 *
 * @param tls whether the connection is encrypted and the server shows a certificate for its name
 * @param database its number
 */
public record RedisAddress(
    String host,
    int port,
    boolean tls,
    Optional<String> user,
    Optional<String> password,
    int database) {
  private static final int DEFAULT_PORT = 6379;
  private static final int MAX_DATABASE = 9999;

  /**
   * Reads {@code redis://user:password@host:port/database}, or the same with {@code rediss} for
   * TLS; all but the host may be left out. What cannot stand in a URI is escaped with percent
   * signs.
   *
   * @throws IllegalArgumentException whose message does not repeat the text: it may hold a password
   */
  public static RedisAddress parse(String text) {
    try {
      return of(new URI(text));
    } catch (URISyntaxException _) {
      throw wrong();
    }
  }

  private static RedisAddress of(URI uri) {
    boolean tls = "rediss".equals(uri.getScheme());
    boolean known = tls || "redis".equals(uri.getScheme());
    boolean more = uri.getRawQuery() != null || uri.getRawFragment() != null;
    if (!known || uri.getHost() == null || uri.getPort() == 0 || more) {
      throw wrong();
    }
    String host = uri.getHost();
    Optional<String> info = Optional.ofNullable(uri.getRawUserInfo());
    int colon = info.map(both -> both.indexOf(':')).orElse(0);
    if (colon < 0) {
      throw wrong();
    }
    return new RedisAddress(
        host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
        uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort(),
        tls,
        info.map(both -> decoded(both.substring(0, colon))).filter(user -> !user.isEmpty()),
        info.map(both -> decoded(both.substring(colon + 1))),
        database(uri.getPath()));
  }

  private static String decoded(String text) {
    // In a URI, unlike in a form, a plus is a plus.
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static int database(String path) {
    if (path.isEmpty() || path.equals("/")) {
      return 0;
    }
    String digits = path.substring(1);
    int number = digits.matches("[0-9]{1,4}") ? Integer.parseInt(digits) : MAX_DATABASE + 1;
    if (number > MAX_DATABASE) {
      throw wrong();
    }
    return number;
  }

  private static IllegalArgumentException wrong() {
    return new IllegalArgumentException(
        "must be redis:// or rediss://, perhaps user:password@, a host, perhaps a port and a"
            + " number of a database");
  }

  /** The same without a secret. */
  @Override
  public String toString() {
    String shown = host.indexOf(':') < 0 ? host : "[" + host + "]";
    return (tls ? "rediss://" : "redis://") + shown + ":" + port + "/" + database;
  }
}
