package dev.orlop.hold.upload;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.hold.blob.StoredBlob;
import java.util.Optional;

/**
 * What one upload takes, within what all open ones of its owner may take, what those of everybody
 * may, and the owner's quota.
 */
final class Account {
  private final Ledger ledger;
  private final UploadLimits limits;
  private final OwnerQuota quota;
  private final UploadId id;

  Account(Ledger ledger, UploadLimits limits, OwnerQuota quota, UploadId id) {
    this.ledger = ledger;
    this.limits = limits;
    this.quota = quota;
    this.id = id;
  }

  private Did owner() {
    return quota.owner();
  }

  boolean tryOpen() {
    if (ledger.open(owner(), id).open() <= limits.maxOpenPerOwner()) {
      return true;
    }
    close();
    return false;
  }

  /** Counts an upload that was there before the start, whatever the limit is now. */
  void reopen() {
    Ledger.Sums unused = ledger.open(owner(), id);
  }

  void close() {
    ledger.close(owner(), id);
  }

  /** Takes room for bytes about to be written; false if the owner has no more. */
  boolean tryTake(long count) {
    Ledger.Sums with = ledger.add(owner(), id, count);
    // Counted before it is compared: of two at once at most one gets the last bytes.
    if (with.bytes() <= limits.maxBytesPerOwner()
        && with.allBytes() <= limits.maxBytes()
        && with.bytes() <= quota.room()) {
      return true;
    }
    giveBack(count);
    return false;
  }

  /** Why the owner's quota has no room for so many more bytes; empty if it has. */
  Optional<UploadRefused> overQuota(long count) {
    long room = quota.room();
    if (room == Long.MAX_VALUE) {
      return Optional.empty();
    }
    long wanted = ledger.sums(owner()).bytes() + count;
    return wanted > room
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
    return ledger.sums(owner()).bytes() + count <= limits.maxBytesPerOwner()
        ? new UploadRefused(UploadError.BUSY, "the hold takes no more uploads just now")
        : new UploadRefused(
            UploadError.TOO_MANY_UPLOADS,
            "your open uploads may hold " + limits.maxBytesPerOwner() + " bytes");
  }

  /** Takes room for what was there before the start. */
  void retake(long count) {
    Ledger.Sums unused = ledger.add(owner(), id, count);
  }

  void giveBack(long count) {
    if (count != 0) {
      Ledger.Sums unused = ledger.add(owner(), id, -count);
    }
  }
}
