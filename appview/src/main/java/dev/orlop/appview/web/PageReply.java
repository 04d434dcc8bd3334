package dev.orlop.appview.web;

import dev.orlop.appview.oci.OciException;
import dev.orlop.atproto.xrpc.RequestIds;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

/** How pages are sent, and what stands in the place of one that cannot be. */
final class PageReply {
  static final String HTML = "text/html; charset=utf-8";

  /** Nothing runs, nothing comes from elsewhere, and nobody puts a page into one of theirs. */
  private static final List<Header> SECURITY =
      List.of(
          HeaderValues.createCached(
              HeaderNames.create("Content-Security-Policy"),
              "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
                  + "base-uri 'none'; frame-ancestors 'none'"),
          OciHeaders.NO_SNIFFING,
          HeaderValues.createCached(HeaderNames.create("Referrer-Policy"), "no-referrer"),
          HeaderValues.createCached(
              HeaderNames.create("Cross-Origin-Opener-Policy"), "same-origin"));

  private final RequestIds requestIds;
  private final Function<OciException, String> failure;

  /**
   * Pages of one server.
   *
   * @param failure the page that says what is the matter
   */
  PageReply(RequestIds requestIds, Function<OciException, String> failure) {
    this.requestIds = requestIds;
    this.failure = failure;
  }

  /**
   * The headers of every page.
   *
   * @return the id of the request
   */
  String common(ServerRequest request, ServerResponse response) {
    String requestId = requestIds.of(request.headers().first(OciHeaders.REQUEST_ID));
    response.header(HeaderValues.create(OciHeaders.REQUEST_ID, requestId));
    SECURITY.forEach(response::header);
    return requestId;
  }

  /** A page that says what is the matter. */
  void fail(OciException refusal, ServerRequest request, ServerResponse response) {
    response.status(Status.create(refusal.status()));
    refusal
        .retryAfter()
        .ifPresent(
            pause ->
                response.header(
                    HeaderValues.create(HeaderNames.RETRY_AFTER, Math.max(1, pause.toSeconds()))));
    response.header(HeaderValues.create(HeaderNames.CACHE_CONTROL, "no-store"));
    send(request, response, HTML, failure.apply(refusal).getBytes(StandardCharsets.UTF_8));
  }

  /** The body, or for HEAD its length. */
  static void send(
      ServerRequest request, ServerResponse response, String contentType, byte[] body) {
    response.header(HeaderValues.create(HeaderNames.CONTENT_TYPE, contentType));
    if (request.prologue().method().equals(Method.HEAD)) {
      response.header(HeaderValues.create(HeaderNames.CONTENT_LENGTH, body.length));
      response.send(new byte[0]);
    } else {
      response.send(body);
    }
  }
}
