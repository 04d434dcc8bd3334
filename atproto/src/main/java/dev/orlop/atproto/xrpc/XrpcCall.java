package dev.orlop.atproto.xrpc;

import dev.orlop.atproto.data.DataJson;
import dev.orlop.car.cbor.DataMap;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.Optional;

/**
 * One request to a method, and the answer to it. Belongs to the thread that handles the request.
 *
 * <p>An answer to HEAD carries the headers of the answer to GET and no body; the {@code reply}
 * methods see to that, so that handlers need not.
 */
public final class XrpcCall {
  private static final byte[] NOTHING = {};

  private final XrpcRoute route;
  private final XrpcSchema schema;
  private final ServerRequest request;
  private final ServerResponse response;
  private final String requestId;
  private final XrpcParams params;

  XrpcCall(
      XrpcRoute route,
      XrpcSchema schema,
      ServerRequest request,
      ServerResponse response,
      String requestId) {
    this.route = route;
    this.schema = schema;
    this.request = request;
    this.response = response;
    this.requestId = requestId;
    this.params = XrpcParams.parse(request.prologue().query().rawValue());
  }

  /** The method's name: an NSID, or a plain name such as {@code _health}. */
  public String method() {
    return route.name();
  }

  /** The name under which this request stands in the log. */
  public String requestId() {
    return requestId;
  }

  /** The parameters. */
  public XrpcParams params() {
    return params;
  }

  /** Whether the caller wants the headers only. */
  public boolean isHead() {
    return request.prologue().method().equals(Method.HEAD);
  }

  /** A request header, if it came. */
  public Optional<String> header(HeaderName name) {
    return request.headers().first(name);
  }

  /**
   * The token of {@code Authorization: Bearer}; empty when the header is absent or of another
   * scheme.
   */
  public Optional<String> bearerToken() {
    return BearerToken.of(request.headers());
  }

  /**
   * The JSON body.
   *
   * @throws XrpcException when it is too large, malformed or not what the method's lexicon says
   */
  public DataMap json() {
    DataMap body = RequestBody.json(request, route.input().maxBytes());
    schema.checkInput(route.name(), body);
    return body;
  }

  /** The body as it comes; reading past the method's limit throws PayloadTooLarge. */
  public InputStream body() {
    return RequestBody.stream(request, route.input().maxBytes());
  }

  /** The web server's view, for what has no name here. */
  public ServerRequest request() {
    return request;
  }

  /** The web server's view, for what has no name here: headers, chiefly. */
  public ServerResponse response() {
    return response;
  }

  /** Sets the status of the answer, which is 200 otherwise. */
  public XrpcCall status(Status status) {
    response.status(status);
    return this;
  }

  /** Sets a header of the answer. */
  public XrpcCall header(Header header) {
    response.header(header);
    return this;
  }

  /** Sets a header of the answer. */
  public XrpcCall header(HeaderName name, String value) {
    response.header(HeaderValues.create(name, value));
    return this;
  }

  /** Answers with a JSON object. */
  public void reply(DataMap body) {
    schema.checkOutput(route.name(), body);
    response.header(ResponseHeaders.JSON);
    send(DataJson.write(body));
  }

  /** Answers with bytes. */
  public void reply(String contentType, byte[] body) {
    response.header(HeaderValues.create(HeaderNames.CONTENT_TYPE, contentType));
    send(body);
  }

  /** Answers with nothing but the status, 200. */
  public void replyEmpty() {
    response.send(NOTHING);
  }

  /** Sends the caller elsewhere, for this once. */
  public void redirect(URI location) {
    response.status(Status.TEMPORARY_REDIRECT_307);
    response.header(HeaderValues.create(HeaderNames.LOCATION, location.toString()));
    response.send(NOTHING);
  }

  /**
   * Answers with {@code length} bytes that {@code writer} writes, or with the headers alone to
   * HEAD.
   */
  public void reply(String contentType, long length, BodyWriter writer) throws Exception {
    response.header(HeaderValues.create(HeaderNames.CONTENT_TYPE, contentType));
    response.header(HeaderValues.create(HeaderNames.CONTENT_LENGTH, length));
    if (isHead() || length == 0) {
      response.send(NOTHING);
      return;
    }
    // Closed only when all went well: the web server takes a closed stream for a finished body.
    ExactOutput out = new ExactOutput(SlowClients.patient(response.outputStream()), length);
    writer.write(out);
    out.finish();
    out.close();
  }

  /** Answers with as many bytes as {@code writer} writes. */
  public void reply(String contentType, BodyWriter writer) throws Exception {
    response.header(HeaderValues.create(HeaderNames.CONTENT_TYPE, contentType));
    if (isHead()) {
      response.send(NOTHING);
      return;
    }
    OutputStream out = SlowClients.patient(response.outputStream());
    writer.write(out);
    out.close(); // not when the writer failed, as above
  }

  /**
   * Writes a body. An exception after the first byte has left closes the connection, so that what
   * came does not look complete; therefore the writer must not close the stream itself.
   */
  @FunctionalInterface
  public interface BodyWriter {
    /** Writes to {@code out} and leaves it open. */
    void write(OutputStream out) throws Exception;
  }

  private void send(byte[] body) {
    if (isHead()) {
      response.header(HeaderValues.create(HeaderNames.CONTENT_LENGTH, body.length));
      response.send(NOTHING);
    } else {
      response.send(body);
    }
  }
}
