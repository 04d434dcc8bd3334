package dev.orlop.hold.blob.file;

import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.BlobCheck;
import dev.orlop.hold.disk.DiskException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Reads blobs again. */
final class BlobVerifier {
  private static final int CHUNK_BYTES = 256 << 10;

  private BlobVerifier() {}

  static BlobCheck verify(Path file, Digest expected, long bytesPerSecond) {
    MessageDigest hash = expected.algorithm().newMessageDigest();
    long began = System.nanoTime();
    long size = 0;
    try (InputStream in = Files.newInputStream(file)) {
      byte[] chunk = new byte[CHUNK_BYTES];
      int read;
      while ((read = in.read(chunk)) > 0) {
        hash.update(chunk, 0, read);
        size += read;
        keepPace(began, size, bytesPerSecond);
      }
    } catch (NoSuchFileException _) {
      return new BlobCheck.Missing();
    } catch (IOException e) {
      throw new DiskException("read a blob", e);
    }
    Digest actual = Digest.of(expected.algorithm(), hash.digest());
    return actual.equals(expected)
        ? new BlobCheck.Sound(size)
        : new BlobCheck.Damaged(actual, size);
  }

  private static void keepPace(long beganNanos, long bytes, long bytesPerSecond) {
    double dueNanos = (double) bytes / bytesPerSecond * TimeUnit.SECONDS.toNanos(1);
    long waitNanos = (long) dueNanos - (System.nanoTime() - beganNanos);
    if (waitNanos > 0) {
      LockSupport.parkNanos(waitNanos);
    }
  }
}
