package dev.orlop.hold.gc;

import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.BlobStore;
import dev.orlop.hold.blob.ListedBlob;
import dev.orlop.hold.blob.Shelf;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Goes through stored and used blobs side by side and finds those that are free. Takes the memory
 * of a page of each, however many there are. For one thread.
 */
public final class Survey {
  private static final int STORED_PAGE = 10_000;
  private static final int USED_PAGE = 2_000;

  /**
   * What a survey came across.
   *
   * @param blobs that are stored, with {@code bytes}
   * @param free of those, with {@code freeBytes}
   */
  public record Totals(long blobs, long bytes, long free, long freeBytes) {
    static final Totals NONE = new Totals(0, 0, 0, 0);

    private Totals plus(ListedBlob blob, boolean isFree) {
      return new Totals(
          blobs + 1,
          bytes + blob.size(),
          free + (isFree ? 1 : 0),
          freeBytes + (isFree ? blob.size() : 0));
    }
  }

  private final Pager<ListedBlob> stored;
  private final Pager<Digest> used;
  private final Predicate<Digest> isLeased;
  private final Instant storedBefore;
  private Totals totals = Totals.NONE;
  private Optional<Digest> position;

  /**
   * Begins one.
   *
   * @param storedBefore when a blob must have been stored to be free
   * @param after the digest behind which to begin
   */
  Survey(
      BlobStore blobs,
      UsedBlobs used,
      Predicate<Digest> isLeased,
      Instant storedBefore,
      Optional<Digest> after) {
    this.stored =
        new Pager<>(
            (from, limit) -> blobs.list(Shelf.STORED, from, limit),
            ListedBlob::digest,
            after,
            STORED_PAGE);
    this.used = new Pager<>(used::list, digest -> digest, after, USED_PAGE);
    this.isLeased = isLeased;
    this.storedBefore = storedBefore;
    this.position = after;
  }

  /** Whether there are more stored blobs. */
  boolean hasNext() {
    return stored.hasNext();
  }

  /** Goes on by one stored blob; gives it if it is free. */
  Optional<ListedBlob> next() {
    ListedBlob blob = stored.next();
    position = Optional.of(blob.digest());
    boolean isFree =
        !isUsed(blob.digest())
            && blob.since().isBefore(storedBefore)
            && !isLeased.test(blob.digest());
    totals = totals.plus(blob, isFree);
    return isFree ? Optional.of(blob) : Optional.empty();
  }

  private boolean isUsed(Digest digest) {
    while (used.hasNext()) {
      int order = used.peek().compareTo(digest);
      if (order >= 0) {
        return order == 0;
      }
      Digest unused = used.next();
    }
    return false;
  }

  Totals totals() {
    return totals;
  }

  /** The last stored blob that it came across. */
  Optional<Digest> position() {
    return position;
  }
}
