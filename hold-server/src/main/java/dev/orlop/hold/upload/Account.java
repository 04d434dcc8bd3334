package dev.orlop.hold.upload;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What the open uploads of one owner take, within what all of them may take together. */
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
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();

  Account(Total total, UploadLimits limits) {
    this.total = total;
    this.limits = limits;
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
    if (bytes.addAndGet(count) <= limits.maxBytesPerOwner()) {
      if (total.bytes.addAndGet(count) <= total.maxBytes) {
        return true;
      }
      total.bytes.addAndGet(-count);
    }
    bytes.addAndGet(-count);
    return false;
  }

  /** Whether it is the others who took all the room. */
  boolean isCrowdedOut(long count) {
    return bytes.get() + count <= limits.maxBytesPerOwner();
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
