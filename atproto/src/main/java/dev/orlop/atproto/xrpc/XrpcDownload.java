package dev.orlop.atproto.xrpc;

import java.io.InputStream;
import java.net.http.HttpHeaders;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Bytes on their way here; close it to let go of the connection. The stream fails when the body
 * breaks off or stands still, rather than end early.
 */
public final class XrpcDownload implements AutoCloseable {
  private static final int PARTIAL_CONTENT = 206;
  private static final Pattern CONTENT_RANGE = Pattern.compile("bytes ([0-9]{1,18})-");

  private final int status;
  private final HttpHeaders headers;
  private final StallGuard body;

  XrpcDownload(int status, HttpHeaders headers, StallGuard body) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  /** The bytes. */
  public InputStream body() {
    return body;
  }

  /** Their number, if the server told it. */
  public OptionalLong length() {
    return headers.firstValueAsLong("content-length");
  }

  /**
   * Which byte of the whole the first one is: 0, or what was asked for.
   *
   * @throws XrpcException if the server sends a part and does not say which
   */
  public long offset() {
    if (status != PARTIAL_CONTENT) {
      return 0;
    }
    String range = header("content-range").orElse("");
    Matcher matcher = CONTENT_RANGE.matcher(range);
    if (!matcher.lookingAt()) {
      throw new XrpcException(502, "InvalidRange", "a part of a file without its place");
    }
    return Long.parseLong(matcher.group(1));
  }

  /** A header of the answer. */
  public Optional<String> header(String name) {
    return headers.firstValue(name);
  }

  @Override
  public void close() {
    body.close();
  }
}
