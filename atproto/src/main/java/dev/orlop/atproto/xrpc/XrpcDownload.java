package dev.orlop.atproto.xrpc;

import java.io.InputStream;
import java.net.http.HttpHeaders;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Bytes on their way here; close it to let go of the connection. The stream fails when the body
 * breaks off or stands still, rather than end early.
 */
public final class XrpcDownload implements AutoCloseable {
  private final HttpHeaders headers;
  private final StallGuard body;

  XrpcDownload(HttpHeaders headers, StallGuard body) {
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

  /** A header of the answer. */
  public Optional<String> header(String name) {
    return headers.firstValue(name);
  }

  @Override
  public void close() {
    body.close();
  }
}
