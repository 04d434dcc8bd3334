package dev.orlop.atproto.xrpc;

import dev.orlop.atproto.data.DataJson;
import dev.orlop.atproto.data.InvalidJsonException;
import dev.orlop.atproto.data.JsonLimits;
import dev.orlop.car.cbor.DataMap;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads request bodies within their limits. */
final class RequestBody {
  private static final String JSON_TYPE = "application/json";

  private RequestBody() {}

  /**
   * Refuses what can be refused before a byte of the body is read: a body where none belongs, one
   * that says it is too long.
   */
  static void check(ServerRequest request, XrpcInput input) {
    ServerRequestHeaders headers = request.headers();
    if (input instanceof XrpcInput.None) {
      if (isPresent(headers)) {
        throw XrpcError.INVALID_REQUEST.exception(
            "A request body was provided when none was expected");
      }
      return;
    }
    OptionalLong length = headers.contentLength();
    if (length.isPresent() && length.getAsLong() > input.maxBytes()) {
      throw tooLarge(input.maxBytes());
    }
  }

  /** The JSON object in the body. */
  static DataMap json(ServerRequest request, long maxBytes) {
    requireJsonType(request.headers());
    byte[] bytes = bytes(request, maxBytes);
    try {
      return DataJson.parse(
          bytes,
          new JsonLimits(bytes.length, JsonLimits.BODY.maxDepth(), JsonLimits.BODY.maxItems()));
    } catch (InvalidJsonException e) {
      throw XrpcError.INVALID_REQUEST.exception(
          "The body is not a valid JSON object: " + e.getMessage());
    }
  }

  /** The whole body, never more than {@code maxBytes}. */
  static byte[] bytes(ServerRequest request, long maxBytes) {
    int limit = (int) Math.min(maxBytes, Integer.MAX_VALUE - 16);
    try (InputStream in = SlowClients.patient(request.content().inputStream())) {
      byte[] bytes = in.readNBytes(limit + 1);
      if (bytes.length > limit) {
        throw tooLarge(maxBytes);
      }
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException("the request body broke off", e);
    }
  }

  /** The body as a stream that fails with PayloadTooLarge when it proves too long. */
  static InputStream stream(ServerRequest request, long maxBytes) {
    return new LimitedInput(SlowClients.patient(request.content().inputStream()), maxBytes);
  }

  static XrpcException tooLarge(long maxBytes) {
    return XrpcError.PAYLOAD_TOO_LARGE.exception(
        "The request body is larger than " + maxBytes + " bytes");
  }

  private static boolean isPresent(ServerRequestHeaders headers) {
    return headers.contains(HeaderValues.TRANSFER_ENCODING_CHUNKED)
        || headers.contentLength().orElse(0) > 0;
  }

  private static void requireJsonType(ServerRequestHeaders headers) {
    Optional<String> type = headers.first(HeaderNames.CONTENT_TYPE);
    if (type.isEmpty()) {
      throw XrpcError.INVALID_REQUEST.exception(
          "Request encoding (Content-Type) required but not provided");
    }
    String text = type.get();
    int semicolon = text.indexOf(';');
    String bare = (semicolon < 0 ? text : text.substring(0, semicolon)).strip();
    if (!bare.toLowerCase(Locale.ROOT).equals(JSON_TYPE)) {
      throw XrpcError.INVALID_REQUEST.exception(
          "Wrong request encoding (Content-Type): " + shown(bare));
    }
  }

  private static String shown(String text) {
    return text.length() <= 80 ? text : text.substring(0, 80);
  }
}
