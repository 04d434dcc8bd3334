package dev.orlop.hold.blob.s3;

import dev.orlop.hold.blob.BlobStoreException;
import dev.orlop.hold.blob.BlobStoreException.Kind;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** How many parts may be in memory at once; whoever comes then waits, but not for long. */
final class PartMemory {
  private final Semaphore free;
  private final Duration patience;

  PartMemory(int parts, Duration patience) {
    this.free = new Semaphore(parts, true);
    this.patience = patience;
  }

  void take() {
    try {
      if (free.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new BlobStoreException(
        Kind.BUSY, "take a blob in", "too many others are on their way just now");
  }

  void giveBack() {
    free.release();
  }
}
