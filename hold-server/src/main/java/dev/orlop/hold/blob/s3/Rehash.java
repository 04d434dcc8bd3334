package dev.orlop.hold.blob.s3;

import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.BlobCheck;
import dev.orlop.hold.blob.BlobStoreException;
import dev.orlop.hold.blob.BlobStoreException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Reads objects and hashes them. */
final class Rehash {
  private static final int CHUNK_BYTES = 256 << 10;

  private Rehash() {}

  /**
   * Compares an object with a digest.
   *
   * @param bytesPerSecond to read at most
   */
  static BlobCheck check(Bucket bucket, Bucket.Found found, Digest expected, long bytesPerSecond) {
    MessageDigest hash = expected.algorithm().newMessageDigest();
    if (found.size() > 0) {
      Optional<InputStream> body = ObjectStream.open(bucket, found.key(), 0, found.size());
      if (body.isEmpty()) {
        return new BlobCheck.Missing();
      }
      read(body.get(), hash, bytesPerSecond);
    }
    Digest actual = Digest.of(expected.algorithm(), hash.digest());
    return actual.equals(expected)
        ? new BlobCheck.Sound(found.size())
        : new BlobCheck.Damaged(actual, found.size());
  }

  /** A stretch of an object that must be there, in memory. */
  static byte[] read(Bucket bucket, String key, long first, int length) {
    try (InputStream body =
        ObjectStream.open(bucket, key, first, length)
            .orElseThrow(
                () -> new BlobStoreException(Kind.MALFORMED, "read an object", "it is missing"))) {
      return body.readAllBytes();
    } catch (IOException e) {
      throw new BlobStoreException(
          Kind.UNAVAILABLE, "read an object", String.valueOf(e.getMessage()), e);
    }
  }

  private static void read(InputStream body, MessageDigest hash, long bytesPerSecond) {
    long began = System.nanoTime();
    long size = 0;
    try (body) {
      byte[] chunk = new byte[CHUNK_BYTES];
      int read;
      while ((read = body.read(chunk)) > 0) {
        hash.update(chunk, 0, read);
        size += read;
        keepPace(began, size, bytesPerSecond);
      }
    } catch (IOException e) {
      throw new BlobStoreException(
          Kind.UNAVAILABLE, "read a blob", String.valueOf(e.getMessage()), e);
    }
  }

  private static void keepPace(long beganNanos, long bytes, long bytesPerSecond) {
    double dueNanos = (double) bytes / bytesPerSecond * TimeUnit.SECONDS.toNanos(1);
    long waitNanos = (long) dueNanos - (System.nanoTime() - beganNanos);
    if (waitNanos > 0) {
      LockSupport.parkNanos(waitNanos);
    }
  }
}
