package dev.orlop.hold.blob.s3;

import dev.orlop.hold.blob.BlobStoreException;
import dev.orlop.hold.blob.BlobStoreException.Kind;
import dev.orlop.hold.blob.PartStore;
import dev.orlop.hold.blob.SentPart;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;

/**
 * Passes a part on to a presigned URL while it arrives: it is never in memory, and needs no
 * signature of its bytes. It cannot be sent again from here; whoever has it will.
 */
final class HttpPartSink implements PartStore.PartSink {
  private static final int OK = 200;

  private final HttpURLConnection connection;
  private final int number;
  private final OutputStream out;
  private long size;
  private boolean ended;

  private HttpPartSink(HttpURLConnection connection, int number) throws IOException {
    this.connection = connection;
    this.number = number;
    this.out = connection.getOutputStream();
  }

  static HttpPartSink open(URI url, int number, long length, Duration idle) {
    try {
      HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
      connection.setRequestMethod("PUT");
      connection.setDoOutput(true);
      connection.setInstanceFollowRedirects(false);
      connection.setConnectTimeout(Math.toIntExact(idle.toMillis()));
      connection.setReadTimeout(Math.toIntExact(idle.toMillis()));
      connection.setFixedLengthStreamingMode(length);
      return new HttpPartSink(connection, number);
    } catch (IOException e) {
      throw unavailable(e);
    }
  }

  @Override
  public void write(byte[] bytes, int length) {
    try {
      out.write(bytes, 0, length);
    } catch (IOException e) {
      // Not to be taken for the fault of whoever sends us the part.
      throw unavailable(e);
    }
    size += length;
  }

  @Override
  public SentPart finish() {
    try {
      out.close();
      int status = connection.getResponseCode();
      String etag = connection.getHeaderField("ETag");
      if (status != OK || etag == null) {
        throw new BlobStoreException(
            status == 403 ? Kind.FORBIDDEN : Kind.UNAVAILABLE,
            "store a part",
            "the S3 answered " + status);
      }
      connection.getInputStream().close();
      ended = true;
      return new SentPart(number, size, Multipart.unquoted(etag));
    } catch (IOException e) {
      throw unavailable(e);
    }
  }

  @Override
  public void abandon() {
    if (!ended) {
      ended = true;
      connection.disconnect();
    }
  }

  private static BlobStoreException unavailable(IOException e) {
    return new BlobStoreException(
        Kind.UNAVAILABLE, "store a part", String.valueOf(e.getMessage()), e);
  }
}
