package dev.orlop.hold.upload;

import dev.orlop.hold.blob.StoredBlob;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the open uploads of one owner take, within what all of them may take together, and within
 * the owner's quota.
 */
final class Account {
  /** The uploads of everybody. */
  static final class Total {
    private final long maxBytes;
    private final AtomicLong bytes = new AtomicLong();

    Total(long maxBytes) {
      this.maxBytes = maxBytes;
    }

    long bytes() {
      return bytes.get();
    }
  }

  private final Total total;
  private final UploadLimits limits;
  private final OwnerQuota quota;
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();

  Account(Total total, UploadLimits limits, OwnerQuota quota) {
    this.total = total;
    this.limits = limits;
    this.quota = quota;
  }

  boolean tryOpen() {
    if (open.incrementAndGet() <= limits.maxOpenPerOwner()) {
      return true;
    }
    open.decrementAndGet();
    return false;
  }

  /** Counts an upload that was there before the start, whatever the limit is now. */
  void reopen() {
    open.incrementAndGet();
  }

  void close() {
    open.decrementAndGet();
  }

  int open() {
    return open.get();
  }

  long bytes() {
    return bytes.get();
  }

  /** Takes room for bytes about to be written; false if the owner has no more. */
  boolean tryTake(long count) {
    long mine = bytes.addAndGet(count);
    // Counted before it is compared: of two at once at most one gets the last bytes.
    if (mine <= limits.maxBytesPerOwner() && mine <= quota.room()) {
      if (total.bytes.addAndGet(count) <= total.maxBytes) {
        return true;
      }
      total.bytes.addAndGet(-count);
    }
    bytes.addAndGet(-count);
    return false;
  }

  /** Why the owner's quota has no room for so many more bytes; empty if it has. */
  Optional<UploadRefused> overQuota(long count) {
    long wanted = bytes.get() + count;
    return wanted > quota.room()
        ? Optional.of(new UploadRefused(UploadError.QUOTA_EXCEEDED, quota.refusal(wanted)))
        : Optional.empty();
  }

  /**
   * The owner has brought a blob; told before the bytes that it took are given back, so that they
   * are counted all the time.
   */
  void keep(StoredBlob blob) {
    quota.keep(blob);
  }

  /** Why there was no room for so many bytes. */
  UploadRefused noRoom(long count) {
    Optional<UploadRefused> overQuota = overQuota(count);
    if (overQuota.isPresent()) {
      return overQuota.get();
    }
    return bytes.get() + count <= limits.maxBytesPerOwner()
        ? new UploadRefused(UploadError.BUSY, "the hold takes no more uploads just now")
        : new UploadRefused(
            UploadError.TOO_MANY_UPLOADS,
            "your open uploads may hold " + limits.maxBytesPerOwner() + " bytes");
  }

  /** Takes room for what was there before the start. */
  void retake(long count) {
    bytes.addAndGet(count);
    total.bytes.addAndGet(count);
  }

  void giveBack(long count) {
    bytes.addAndGet(-count);
    total.bytes.addAndGet(-count);
  }
}
