package dev.orlop.atproto.xrpc;

import dev.orlop.car.cbor.DataMap;
import io.helidon.http.HttpException;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * The one place that turns something thrown into an answer: {@code {"error", "message"}} with the
 * status that belongs to it. What nobody expected becomes 500 with a text that says nothing, and
 * one line in the log with the request's id.
 */
public final class XrpcErrorMapper {
  private static final Logger LOG = System.getLogger(XrpcErrorMapper.class.getName());

  private XrpcErrorMapper() {}

  /**
   * Answers {@code request} for {@code thrown}.
   *
   * @throws CloseConnectionException when part of an answer is out already, or the client is gone
   */
  public static void answer(
      Throwable thrown,
      ServerRequest request,
      UnreadBody unread,
      ServerResponse response,
      String requestId) {
    XrpcException error = errorFor(thrown, request, requestId);
    ErrorReply.begin(response, thrown);
    error.headers().forEach((name, value) -> response.header(name, value));
    ErrorReply.send(request, unread, response, error.status(), bodyOf(error));
  }

  private static DataMap bodyOf(XrpcException error) {
    DataMap.Builder body = DataMap.builder();
    error.details().forEach(body::put);
    return body.put("error", error.error()).put("message", error.text()).build();
  }

  private static XrpcException errorFor(Throwable thrown, ServerRequest request, String requestId) {
    switch (thrown) {
      case XrpcException refusal -> {
        if (refusal.status() == XrpcError.INTERNAL_SERVER_ERROR.status()) {
          LOG.log(
              Level.WARNING,
              "request {0} failed: {1}: {2}",
              requestId,
              refusal.error(),
              refusal.text());
        }
        return refusal;
      }
      case CloseConnectionException gone -> throw gone;
      case RequestException bad -> {
        return forStatus(bad.status());
      }
      case HttpException bad -> {
        return forStatus(bad.status());
      }
      case IOException e when GoneClient.isIn(e) -> throw closed(e);
      case UncheckedIOException e when GoneClient.isIn(e) -> throw closed(e);
      default -> {
        LOG.log(
            Level.ERROR,
            "request "
                + requestId
                + " failed: "
                + request.prologue().method()
                + " "
                + path(request),
            thrown);
        return XrpcError.INTERNAL_SERVER_ERROR.exception();
      }
    }
  }

  private static XrpcException forStatus(Status status) {
    int code = status.code() < 400 ? 400 : status.code();
    return XrpcError.ofStatus(code)
        .map(XrpcError::exception)
        .orElseGet(() -> new XrpcException(code, "InvalidRequest", status.reasonPhrase()));
  }

  /** The path without the query, which may hold what does not belong in a log. */
  private static String path(ServerRequest request) {
    return request.prologue().uriPath().rawPath();
  }

  private static CloseConnectionException closed(Throwable thrown) {
    LOG.log(Level.DEBUG, "the client left: {0}", thrown);
    return new CloseConnectionException("the client left", thrown);
  }
}
