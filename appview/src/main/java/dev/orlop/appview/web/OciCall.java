package dev.orlop.appview.web;

import dev.orlop.appview.oci.ContentRange;
import dev.orlop.appview.oci.OciError;
import dev.orlop.appview.oci.OciException;
import dev.orlop.appview.oci.Reference;
import dev.orlop.appview.oci.Warnings;
import dev.orlop.appview.registry.Chunk;
import dev.orlop.atproto.data.DataJson;
import dev.orlop.atproto.xrpc.BearerToken;
import dev.orlop.atproto.xrpc.ExactOutput;
import dev.orlop.atproto.xrpc.SlowClients;
import dev.orlop.atproto.xrpc.XrpcParams;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Digest;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One request and the answer to it. Belongs to the thread that handles the request. An answer to
 * HEAD carries the headers of the answer to GET and no body; the {@code reply} methods see to that.
 */
final class OciCall {
  private static final byte[] NOTHING = {};
  private static final HeaderName WARNING = HeaderNames.create(Warnings.HEADER);

  private final OciPath path;
  private final ServerRequest request;
  private final ServerResponse response;
  private final XrpcParams params;

  OciCall(OciPath path, ServerRequest request, ServerResponse response) {
    this.path = path;
    this.request = request;
    this.response = response;
    this.params = XrpcParams.parse(request.prologue().query().rawValue());
  }

  OciPath path() {
    return path;
  }

  Method method() {
    return request.prologue().method();
  }

  boolean isHead() {
    return method().equals(Method.HEAD);
  }

  /** The parameter, if it came, and came once. */
  Optional<String> param(String name) {
    return params.optionalText(name);
  }

  /** All values of a parameter. */
  List<String> params(String name) {
    return params.texts(name);
  }

  /** The parameter as a digest, if it came. */
  Optional<Digest> digestParam(String name) {
    return param(name).map(Reference::digest);
  }

  Optional<String> header(HeaderName name) {
    return request.headers().first(name);
  }

  /** All values of a header. */
  List<String> headers(HeaderName name) {
    return request.headers().values(name);
  }

  /** The token of {@code Authorization: Bearer}; empty when there is none. */
  Optional<String> bearerToken() {
    return BearerToken.of(request.headers());
  }

  /** The body as a chunk of an upload. */
  Chunk chunk() {
    return new Chunk(
        header(HeaderNames.CONTENT_RANGE).map(ContentRange::parse), length(), stream());
  }

  private boolean isChunked() {
    return request.headers().contains(HeaderValues.TRANSFER_ENCODING_CHUNKED);
  }

  private OptionalLong length() {
    return isChunked()
        ? OptionalLong.empty()
        : OptionalLong.of(request.headers().contentLength().orElse(0));
  }

  private InputStream stream() {
    return length().orElse(1) == 0
        ? InputStream.nullInputStream()
        : new LazyInput(() -> SlowClients.patient(request.content().inputStream()));
  }

  /**
   * The whole body.
   *
   * @param tooLarge thrown if it is longer than {@code limit} bytes, or says so
   */
  byte[] bytes(int limit, OciException tooLarge) throws IOException {
    if (length().orElse(0) > limit) {
      throw tooLarge;
    }
    try (InputStream in = stream()) {
      byte[] bytes = in.readNBytes(limit + 1);
      if (bytes.length > limit) {
        throw tooLarge;
      }
      return bytes;
    }
  }

  OciCall header(HeaderName name, Object value) {
    response.header(HeaderValues.create(name, value.toString()));
    return this;
  }

  OciCall header(Header header) {
    response.header(header);
    return this;
  }

  /** Answers with headers alone. */
  void replyEmpty(Status status) {
    warn();
    response.status(status).send(NOTHING);
  }

  /** Answers with bytes. */
  void reply(String contentType, byte[] body) {
    warn();
    header(HeaderNames.CONTENT_TYPE, contentType);
    if (isHead()) {
      header(HeaderNames.CONTENT_LENGTH, body.length);
      response.send(NOTHING);
    } else {
      response.send(body);
    }
  }

  /** Answers with JSON. */
  void reply(DataMap body) {
    reply("application/json", DataJson.write(body));
  }

  /** Answers with {@code length} bytes that {@code writer} writes. */
  void reply(Status status, String contentType, long length, BodyWriter writer) throws IOException {
    response.status(status);
    header(HeaderNames.CONTENT_TYPE, contentType);
    header(HeaderNames.CONTENT_LENGTH, length);
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

  private void warn() {
    List<String> warnings = Warnings.gathered();
    if (!warnings.isEmpty()) {
      response.header(HeaderValues.create(WARNING, warnings));
    }
  }

  /** Says that the list goes on. */
  void linkNext(String pathAndQuery) {
    header(HeaderNames.LINK, "<" + pathAndQuery + ">; rel=\"next\"");
  }

  /** What is said to a parameter that is not as it should be. */
  static OciException badParam(String name) {
    return OciError.UNSUPPORTED.exception("parameter " + name + " is malformed").withStatus(400);
  }

  /** Writes a body, and leaves the stream open. */
  @FunctionalInterface
  interface BodyWriter {
    /** Writes to {@code out}. */
    void write(OutputStream out) throws IOException;
  }
}
