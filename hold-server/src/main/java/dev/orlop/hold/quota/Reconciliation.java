package dev.orlop.hold.quota;

import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.BlobStore;
import dev.orlop.hold.blob.ListedBlob;
import dev.orlop.hold.blob.Shelf;
import dev.orlop.hold.layers.LayerIndex;
import dev.orlop.hold.layers.Usage;
import dev.orlop.hold.layers.UsedBlob;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compares what records name with what is stored. Both are read in the order of their digests, side
 * by side and page by page; so memory does not grow with them, and what changes meanwhile may be
 * seen on one side alone.
 *
 * @param stored all that is stored
 * @param withoutRecord that no record names: of pushes that are not done, or for garbage collection
 * @param withoutBlob that a record names and that is not stored: such an image cannot be pulled
 * @param ofOtherSize than the records say
 */
public record Reconciliation(
    Usage stored, Difference withoutRecord, Difference withoutBlob, Difference ofOtherSize) {
  private static final int PAGE = 1000;

  /** Compares now. */
  public static Reconciliation of(LayerIndex layers, BlobStore blobs) {
    Iterator<ListedBlob> stored =
        pages(after -> blobs.list(Shelf.STORED, after, PAGE), ListedBlob::digest);
    Iterator<UsedBlob> used = pages(after -> layers.used(after, PAGE), UsedBlob::digest);
    Count all = new Count();
    Count withoutRecord = new Count();
    Count withoutBlob = new Count();
    Count ofOtherSize = new Count();
    ListedBlob blob = next(stored);
    UsedBlob record = next(used);
    while (blob != null || record != null) {
      int order = blob == null ? 1 : record == null ? -1 : blob.digest().compareTo(record.digest());
      if (order <= 0 && blob != null) {
        all.add(blob.digest(), blob.size());
        if (order < 0) {
          withoutRecord.add(blob.digest(), blob.size());
        } else if (record != null && record.size() != blob.size()) {
          ofOtherSize.add(blob.digest(), blob.size());
        }
        blob = next(stored);
      }
      if (order >= 0 && record != null) {
        if (order > 0) {
          withoutBlob.add(record.digest(), record.size());
        }
        record = next(used);
      }
    }
    return new Reconciliation(
        new Usage(all.blobs, all.bytes),
        withoutRecord.difference(),
        withoutBlob.difference(),
        ofOtherSize.difference());
  }

  /** Whether every blob that a record names is there as the record says. */
  public boolean isSound() {
    return withoutBlob.blobs() == 0 && ofOtherSize.blobs() == 0;
  }

  private static <T> @Nullable T next(Iterator<T> all) {
    return all.hasNext() ? all.next() : null;
  }

  private static <T> Iterator<T> pages(
      Function<Optional<Digest>, List<T>> page, Function<T, Digest> digest) {
    return Stream.iterate(
            page.apply(Optional.empty()),
            last -> !last.isEmpty(),
            last -> page.apply(Optional.of(digest.apply(last.getLast()))))
        .flatMap(List::stream)
        .iterator();
  }

  private static final class Count {
    private final List<Digest> examples = new ArrayList<>();
    private long blobs;
    private long bytes;

    void add(Digest digest, long size) {
      blobs++;
      bytes += size;
      if (examples.size() < Difference.MAX_EXAMPLES) {
        examples.add(digest);
      }
    }

    Difference difference() {
      return blobs == 0 ? Difference.NONE : new Difference(blobs, bytes, examples);
    }
  }
}
