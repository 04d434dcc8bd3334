package dev.orlop.hold.blob.s3;

import dev.orlop.hold.blob.BlobStoreException;
import dev.orlop.hold.blob.BlobStoreException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * A stretch of an object. Where the S3 breaks off, or ends before it should, it is asked for the
 * rest: whoever reads gets all of the bytes, or an exception. For one thread.
 */
final class ObjectStream extends InputStream {
  /** How often it may break off without a byte in between. */
  private static final int TRIES = 4;

  private static final long FIRST_PAUSE_NANOS = 100_000_000;

  private final Bucket bucket;
  private final String key;
  private long at;
  private final long end;
  private ResponseInputStream<GetObjectResponse> body;
  private int failures;

  private ObjectStream(
      Bucket bucket,
      String key,
      long first,
      long length,
      ResponseInputStream<GetObjectResponse> body) {
    this.bucket = bucket;
    this.key = key;
    this.at = first;
    this.end = first + length;
    this.body = body;
  }

  /**
   * Opens a stretch.
   *
   * @param length in bytes; not zero, for an S3 has no way to say that
   * @return empty if there is no such object
   */
  static Optional<InputStream> open(Bucket bucket, String key, long first, long length) {
    return bucket
        .open(key, first, length)
        .map(body -> new ObjectStream(bucket, key, first, length, body));
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (at < end) {
      int wanted = (int) Math.min(length, end - at);
      try {
        int read = body.read(buffer, offset, wanted);
        if (read > 0) {
          at += read;
          failures = 0;
          return read;
        }
        resume("it ended " + (end - at) + " bytes too early");
      } catch (IOException | SdkException e) {
        resume(String.valueOf(e.getMessage()));
      }
    }
    return -1;
  }

  private void resume(String why) {
    body.abort();
    if (++failures >= TRIES) {
      throw new BlobStoreException(Kind.UNAVAILABLE, "read a blob", why);
    }
    LockSupport.parkNanos(FIRST_PAUSE_NANOS << failures);
    body =
        bucket
            .open(key, at, end - at)
            .orElseThrow(
                () ->
                    new BlobStoreException(
                        Kind.UNAVAILABLE, "read a blob", "it was deleted meanwhile"));
  }

  /** What was not read to its end is not worth reading for the sake of a connection. */
  @Override
  public void close() throws IOException {
    if (at < end) {
      body.abort();
    } else {
      body.close();
    }
  }
}
