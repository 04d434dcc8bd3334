package dev.orlop.appview.registry;

import dev.orlop.appview.oci.ContentRange;
import dev.orlop.appview.oci.OciError;
import dev.orlop.appview.oci.OciException;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cid.Digest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One upload. Open until it is completed, given up or broken; one request at a time may write.
 *
 * <p>A request that breaks off leaves it open with what had come. A sink that fails breaks it: what
 * of the bytes it has is not known then.
 */
final class Upload {
  private static final int BUFFER_BYTES = 64 << 10;
  private static final Duration BUSY_PAUSE = Duration.ofSeconds(1);

  final UploadId id = UploadId.random();
  final Did caller;
  final Repository repository;
  final Instant begun;

  private final BlobSink sink;
  private final RunningDigest digests;
  private final long maxBytes;
  private final InstantSource clock;
  private final ReentrantLock writing = new ReentrantLock();
  private volatile long bytes;
  private volatile boolean open = true;
  private volatile Instant lastActivity;

  Upload(
      Did caller,
      Repository repository,
      BlobSink sink,
      Optional<Digest.Algorithm> algorithm,
      long maxBytes,
      InstantSource clock) {
    this.caller = caller;
    this.repository = repository;
    this.sink = sink;
    this.digests = new RunningDigest(algorithm);
    this.maxBytes = maxBytes;
    this.clock = clock;
    this.begun = clock.instant();
    this.lastActivity = begun;
  }

  UploadStatus status() {
    return new UploadStatus(id, bytes);
  }

  boolean isOpen() {
    return open;
  }

  Instant lastActivity() {
    return lastActivity;
  }

  /** Takes a chunk; {@code IOException} is that of its body. */
  UploadStatus append(Chunk chunk) throws IOException {
    lock();
    try {
      take(chunk);
      return status();
    } finally {
      unlock();
    }
  }

  /**
   * Takes the last chunk, and completes. Closed unless the chunk itself is refused or breaks off.
   */
  void complete(Chunk chunk, Digest digest) throws IOException {
    lock();
    try {
      if (bytes == 0) {
        digests.expect(digest.algorithm());
      }
      if (!chunk.isEmpty()) {
        take(chunk);
      }
      Optional<Digest> actual = digests.digest(digest.algorithm());
      if (!actual.equals(Optional.of(digest))) {
        abort();
        throw mismatch(digest, actual);
      }
      try {
        sink.complete(digest);
      } catch (RuntimeException e) {
        abort();
        throw e;
      }
      open = false;
    } finally {
      unlock();
    }
  }

  /**
   * Gives it up, if nobody writes just now.
   *
   * @return false if somebody does
   */
  boolean cancel() {
    if (!writing.tryLock()) {
      return false;
    }
    try {
      abort();
      return true;
    } finally {
      writing.unlock();
    }
  }

  private void abort() {
    if (open) {
      open = false;
      sink.abort();
    }
  }

  private void lock() {
    // A client that lost its connection may be back before the server has seen the loss.
    if (!writing.tryLock()) {
      throw busy();
    }
    if (!open) {
      writing.unlock();
      throw OciError.BLOB_UPLOAD_UNKNOWN.exception();
    }
  }

  private void unlock() {
    lastActivity = clock.instant();
    writing.unlock();
  }

  private void take(Chunk chunk) throws IOException {
    chunk.range().ifPresent(range -> requireNext(range, chunk));
    long room = maxBytes - bytes;
    long announced = chunk.range().map(ContentRange::length).orElse(chunk.length().orElse(0));
    if (announced > room) {
      throw tooLarge();
    }
    long limit = chunk.range().map(ContentRange::length).orElse(room);
    long start = bytes;
    byte[] buffer = new byte[BUFFER_BYTES];
    for (int n = read(chunk, buffer); n >= 0; n = read(chunk, buffer)) {
      if (bytes - start + n > limit) {
        throw chunk.range().isPresent() ? wrongLength() : tooLarge();
      }
      keep(buffer, n);
    }
    if (chunk.range().isPresent() && bytes - start != limit) {
      throw wrongLength();
    }
  }

  private int read(Chunk chunk, byte[] buffer) throws IOException {
    int n = chunk.body().read(buffer);
    lastActivity = clock.instant();
    return n;
  }

  private void keep(byte[] buffer, int length) {
    try {
      sink.write(buffer, 0, length);
    } catch (RuntimeException e) {
      abort();
      throw e;
    }
    digests.update(buffer, 0, length);
    // Written under the lock alone; read without it.
    long sum = bytes + length;
    bytes = sum;
  }

  private void requireNext(ContentRange range, Chunk chunk) {
    if (range.first() != bytes) {
      throw OciError.BLOB_UPLOAD_INVALID
          .exception("the next byte is " + bytes + ", and the chunk begins at " + range.first())
          .withStatus(416);
    }
    if (chunk.length().isPresent() && chunk.length().getAsLong() != range.length()) {
      throw wrongLength();
    }
  }

  private static OciException wrongLength() {
    return OciError.SIZE_INVALID.exception("the chunk is not as long as its range");
  }

  private OciException tooLarge() {
    return OciError.BLOB_UPLOAD_INVALID
        .exception("the blob is larger than " + maxBytes + " bytes")
        .withStatus(413);
  }

  private static OciException mismatch(Digest digest, Optional<Digest> actual) {
    OciException refusal =
        actual.isPresent()
            ? OciError.DIGEST_INVALID.exception().with("actual", actual.get())
            : OciError.DIGEST_INVALID.exception(
                "begin the upload with digest-algorithm=" + digest.algorithm().prefix());
    return refusal.with("digest", digest);
  }

  static OciException busy() {
    return OciError.BLOB_UPLOAD_INVALID
        .exception("another request is writing to this upload")
        .withStatus(409)
        .retryAfter(BUSY_PAUSE);
  }
}
