package dev.orlop.hold.gc;

import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.BlobStore;
import dev.orlop.hold.blob.ListedBlob;
import dev.orlop.hold.blob.Shelf;
import dev.orlop.hold.blob.StoredBlob;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** What lies in the trash, and when it goes. */
public final class Trash {
  private static final int PAGE = 1_000;

  private final BlobStore blobs;
  private final Runs runs;
  private final Duration retention;
  private final InstantSource clock;

  Trash(BlobStore blobs, Runs runs, Duration retention, InstantSource clock) {
    this.blobs = blobs;
    this.runs = runs;
    this.retention = retention;
    this.clock = clock;
  }

  /** How many blobs lie there, of so many {@code bytes}. */
  public record Contents(long blobs, long bytes) {}

  Contents contents() {
    Pager<ListedBlob> all = all();
    Contents contents = new Contents(0, 0);
    while (all.hasNext()) {
      contents = new Contents(contents.blobs() + 1, contents.bytes() + all.next().size());
    }
    return contents;
  }

  private Pager<ListedBlob> all() {
    return new Pager<>(
        (from, limit) -> blobs.list(Shelf.TRASH, from, limit),
        ListedBlob::digest,
        Optional.empty(),
        PAGE);
  }

  /** Removes for good what has been there for as long as the trash keeps it. */
  Optional<Receipt> purge(GcCause cause, BooleanSupplier stopped) {
    Instant before = clock.instant().minus(retention);
    Pager<ListedBlob> all = all();
    Runs.Run run = runs.begin(GcAction.PURGE, cause);
    List<StoredBlob> batch = new ArrayList<>();
    while (!stopped.getAsBoolean() && all.hasNext()) {
      ListedBlob blob = all.next();
      if (blob.since().isBefore(before)) {
        batch.add(blob.stored());
      }
      if (batch.size() == Collector.BATCH) {
        Set<Digest> unused = run.batch(batch);
        batch.clear();
      }
    }
    Set<Digest> unused = run.batch(batch);
    return run.finish();
  }

  /** Those of {@code wanted} that are there. */
  List<StoredBlob> find(Set<Digest> wanted) {
    List<StoredBlob> found = new ArrayList<>();
    Pager<ListedBlob> all = all();
    while (found.size() < wanted.size() && all.hasNext()) {
      ListedBlob blob = all.next();
      if (wanted.contains(blob.digest())) {
        found.add(blob.stored());
      }
    }
    return found;
  }

  List<StoredBlob> first(int limit) {
    return blobs.list(Shelf.TRASH, Optional.empty(), limit).stream()
        .map(ListedBlob::stored)
        .toList();
  }
}
