package dev.orlop.atproto.xrpc;

import dev.orlop.atproto.data.DataJson;
import dev.orlop.car.cbor.DataMap;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/** The answer to a request that failed, whatever form its error has. */
public final class ErrorReply {
  private ErrorReply() {}

  /**
   * Takes back what a handler may have said of another answer.
   *
   * @throws CloseConnectionException when part of that is out already
   */
  public static void begin(ServerResponse response, Throwable thrown) {
    if (response.isSent()
        || !(response instanceof RoutingResponse routing)
        || !routing.resetStream()) {
      // A body that breaks off must not look complete: no terminating chunk, no more bytes.
      throw new CloseConnectionException("the answer had begun when it failed", thrown);
    }
    ResponseHeaders.forgetBody(response);
  }

  /**
   * Sends it, and ends the connection where the request's body was not read.
   *
   * @throws CloseConnectionException when it has to be ended
   */
  public static void send(
      ServerRequest request,
      UnreadBody unread,
      ServerResponse response,
      int status,
      DataMap error) {
    boolean close = unread.needsClose();
    if (close) {
      response.header(HeaderValues.CONNECTION_CLOSE);
    }
    byte[] body = DataJson.write(error);
    response.status(Status.create(status));
    response.header(ResponseHeaders.JSON);
    if (request.prologue().method().equals(Method.HEAD)) {
      response.header(HeaderValues.create(HeaderNames.CONTENT_LENGTH, body.length));
      response.send(new byte[0]);
    } else {
      response.send(body);
    }
    if (close) {
      unread.drain();
      throw new CloseConnectionException("a request body was left unread");
    }
  }
}
