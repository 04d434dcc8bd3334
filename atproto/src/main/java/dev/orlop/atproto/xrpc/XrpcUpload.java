package dev.orlop.atproto.xrpc;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.function.Supplier;

/**
 * Bytes to be sent.
 *
 * @param contentType their media type
 * @param length how many there are
 * @param source opens them; called again when a connection could not be made
 */
public record XrpcUpload(String contentType, long length, Supplier<InputStream> source) {
  /** Bytes that are in memory. */
  public static XrpcUpload of(String contentType, byte[] bytes) {
    return new XrpcUpload(contentType, bytes.length, () -> new ByteArrayInputStream(bytes));
  }
}
