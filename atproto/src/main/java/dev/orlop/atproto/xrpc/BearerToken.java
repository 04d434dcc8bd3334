package dev.orlop.atproto.xrpc;

import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import java.util.Optional;

/** The token of {@code Authorization: Bearer} (RFC 6750). */
public final class BearerToken {
  private static final String SCHEME = "Bearer ";

  private BearerToken() {}

  /** The token among the headers of a request; empty when there is none. */
  public static Optional<String> of(Headers headers) {
    return headers
        .first(HeaderNames.AUTHORIZATION)
        .filter(value -> value.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
        .map(value -> value.substring(SCHEME.length()).strip());
  }
}
