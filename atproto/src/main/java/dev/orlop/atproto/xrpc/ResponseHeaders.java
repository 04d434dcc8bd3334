package dev.orlop.atproto.xrpc;

import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;

/** Headers that answers carry, rendered once. */
final class ResponseHeaders {
  static final HeaderName REQUEST_ID = HeaderNames.create("X-Request-Id");
  static final Header JSON =
      HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "application/json");

  private static final Header ANY_ORIGIN =
      HeaderValues.createCached(HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
  private static final Header EXPOSED =
      HeaderValues.createCached(
          HeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS,
          "RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, RateLimit-Policy, Retry-After, "
              + "Atproto-Repo-Rev, Docker-Content-Digest, Content-Length, Content-Range, "
              + "Accept-Ranges, ETag, Location, X-Request-Id, WWW-Authenticate, DPoP-Nonce");
  private static final Header ALLOWED_VERBS =
      HeaderValues.createCached(
          HeaderNames.ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD, POST, PUT, OPTIONS");
  private static final Header ALLOWED_HEADERS =
      HeaderValues.createCached(
          HeaderNames.ACCESS_CONTROL_ALLOW_HEADERS,
          "Authorization, Content-Type, DPoP, Range, If-Range, If-None-Match, X-Request-Id, "
              + "Atproto-Proxy, Atproto-Accept-Labelers");
  private static final Header MAX_AGE =
      HeaderValues.createCached(HeaderNames.ACCESS_CONTROL_MAX_AGE, "86400");

  /** What a handler may have said of a body that is not sent after all. */
  private static final List<HeaderName> ABOUT_A_BODY =
      List.of(
          HeaderNames.CONTENT_LENGTH,
          HeaderNames.CONTENT_TYPE,
          HeaderNames.CONTENT_RANGE,
          HeaderNames.CONTENT_DISPOSITION,
          HeaderNames.CONTENT_ENCODING,
          HeaderNames.TRANSFER_ENCODING,
          HeaderNames.ETAG,
          HeaderNames.LAST_MODIFIED,
          HeaderNames.CACHE_CONTROL,
          HeaderNames.LOCATION,
          HeaderNames.LINK,
          HeaderNames.create("Docker-Content-Digest"));

  private ResponseHeaders() {}

  /** On every answer under {@code /xrpc}: it is an open interface, to be read from any page. */
  static void common(ServerResponse response, String requestId) {
    ServerResponseHeaders headers = response.headers();
    headers.set(ANY_ORIGIN);
    headers.set(EXPOSED);
    headers.set(HeaderValues.create(REQUEST_ID, requestId));
  }

  /** On the answer to a browser's question whether it may call at all. */
  static void preflight(ServerResponse response) {
    ServerResponseHeaders headers = response.headers();
    headers.set(ALLOWED_VERBS);
    headers.set(ALLOWED_HEADERS);
    headers.set(MAX_AGE);
  }

  static void forgetBody(ServerResponse response) {
    for (HeaderName name : ABOUT_A_BODY) {
      response.headers().remove(name);
    }
  }
}
