package dev.orlop.atproto.xrpc;

import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Supplier;

/**
 * Bytes to be sent.
 *
 * @param contentType their media type
 * @param length how many there are
 * @param body opens them; called again when a connection could not be made
 */
public record XrpcUpload(String contentType, long length, Supplier<BodyPublisher> body) {
  /** Bytes that are in memory. */
  public static XrpcUpload of(String contentType, byte[] bytes) {
    return of(contentType, List.of(ByteBuffer.wrap(bytes)));
  }

  /** Bytes that are in memory, in several places; they are not copied. */
  public static XrpcUpload of(String contentType, List<ByteBuffer> bytes) {
    long length = bytes.stream().mapToLong(ByteBuffer::remaining).sum();
    return new XrpcUpload(contentType, length, () -> new BufferPublisher(bytes));
  }

  /**
   * Bytes that are read when they are sent.
   *
   * @param source opens them from the beginning
   */
  public static XrpcUpload of(String contentType, long length, Supplier<InputStream> source) {
    return new XrpcUpload(
        contentType,
        length,
        () -> BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(source), length));
  }
}
