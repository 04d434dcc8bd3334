package dev.orlop.appview.web;

import dev.orlop.appview.oci.OciError;
import dev.orlop.appview.oci.OciException;
import dev.orlop.atproto.xrpc.ErrorReply;
import dev.orlop.atproto.xrpc.GoneClient;
import dev.orlop.atproto.xrpc.UnreadBody;
import dev.orlop.atproto.xrpc.XrpcException;
import dev.orlop.car.cbor.DataMap;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.HttpException;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;

/**
 * The one place that turns something thrown into an answer: {@code {"errors":[{code, message,
 * detail}]}}. What nobody expected becomes 500 with a text that says nothing, and one line in the
 * log with the request's id.
 */
final class OciErrors {
  private static final Logger LOG = System.getLogger(OciErrors.class.getName());

  private OciErrors() {}

  /**
   * Answers {@code request} for {@code thrown}.
   *
   * @throws CloseConnectionException when part of an answer is out already, or the client is gone
   */
  static void answer(
      Throwable thrown,
      ServerRequest request,
      UnreadBody unread,
      ServerResponse response,
      String requestId) {
    OciException refusal = refusal(thrown, request, requestId);
    ErrorReply.begin(response, thrown);
    refusal
        .retryAfter()
        .ifPresent(
            pause ->
                response.header(HeaderValues.create(HeaderNames.RETRY_AFTER, pause.toSeconds())));
    ErrorReply.send(request, unread, response, refusal.status(), body(refusal));
  }

  private static DataMap body(OciException refusal) {
    DataMap.Builder one =
        DataMap.builder().put("code", refusal.error().name()).put("message", refusal.text());
    if (!refusal.detail().isEmpty()) {
      DataMap.Builder detail = DataMap.builder();
      refusal.detail().forEach(detail::put);
      one.put("detail", detail.build());
    }
    return DataMap.builder().put("errors", List.of(one.build())).build();
  }

  private static OciException refusal(Throwable thrown, ServerRequest request, String requestId) {
    switch (thrown) {
      case OciException refusal -> {
        if (refusal.status() >= 500) {
          log(Level.WARNING, refusal.text(), refusal.getCause(), request, requestId);
        }
        return refusal;
      }
      case CloseConnectionException gone -> throw gone;
      case XrpcException parameters -> {
        return OciError.UNSUPPORTED.exception(parameters.text()).withStatus(400);
      }
      case RequestException bad -> {
        return forStatus(bad.status());
      }
      case HttpException bad -> {
        return forStatus(bad.status());
      }
      default -> {
        if (GoneClient.isIn(thrown)) {
          LOG.log(Level.DEBUG, "the client left: {0}", thrown);
          throw new CloseConnectionException("the client left", thrown);
        }
        log(Level.ERROR, "failed", thrown, request, requestId);
        return OciError.UNKNOWN.exception();
      }
    }
  }

  private static OciException forStatus(Status status) {
    int code = status.code() < 400 ? 400 : status.code();
    return OciError.UNSUPPORTED.exception(status.reasonPhrase()).withStatus(code);
  }

  /** The path without the query, which may hold what does not belong in a log. */
  private static void log(
      Level level,
      String what,
      @org.jspecify.annotations.Nullable Throwable cause,
      ServerRequest request,
      String requestId) {
    String line =
        "request "
            + requestId
            + ": "
            + request.prologue().method()
            + " "
            + request.prologue().uriPath().rawPath()
            + ": "
            + what;
    if (cause == null) {
      LOG.log(level, line);
    } else {
      LOG.log(level, line, cause);
    }
  }
}
