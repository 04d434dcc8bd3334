package dev.orlop.hold.pds.blobs;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cid.Cid;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.ListedBlob;
import dev.orlop.hold.blob.Shelf;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Takes blobs away that no record refers to. One thread does it at a time; other processes may do
 * the same meanwhile.
 */
public final class BlobSweeper {
  /**
   * How long things stay.
   *
   * @param unused from its upload on, a blob that no record refers to
   * @param doubt from when it was first found unused, any blob; and bytes that nobody holds, from
   *     when they were laid aside
   */
  public record Settings(Duration unused, Duration doubt) {
    /** Six hours from its upload, and one hour in any case. */
    public static final Settings DEFAULT = new Settings(Duration.ofHours(6), Duration.ofHours(1));
  }

  private record Key(Did holder, Cid cid) {}

  private static final System.Logger LOGGER = System.getLogger(BlobSweeper.class.getName());
  private static final int PAGE = 1000;

  private final RecordBlobs blobs;
  private final Settings settings;
  private final InstantSource clock;

  /** When blobs were first found unused. Lost with the process, which only makes them stay. */
  private Map<Key, Instant> doubted = Map.of();

  /** A sweeper that has seen nothing yet. */
  public BlobSweeper(RecordBlobs blobs, Settings settings, InstantSource clock) {
    this.blobs = blobs;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Goes through all blobs once.
   *
   * @return how many accounts' blobs were taken away
   */
  public synchronized int sweep() {
    Map<Key, Instant> now = new HashMap<>();
    int[] removed = new int[1];
    blobs.holders().forEachUnused(blob -> removed[0] += sweep(blob, now) ? 1 : 0);
    doubted = now;
    forEach(Shelf.STORED, this::removeUnheld);
    forEach(Shelf.TRASH, this::purge);
    return removed[0];
  }

  private boolean sweep(HeldBlob blob, Map<Key, Instant> doubts) {
    Instant now = clock.instant();
    Key key = new Key(blob.holder(), blob.cid());
    Instant since = doubted.getOrDefault(key, now);
    boolean due =
        !now.isBefore(since.plus(settings.doubt()))
            && !now.isBefore(blob.uploaded().plus(settings.unused()));
    try {
      if (due && blobs.remove(blob)) {
        LOGGER.log(
            System.Logger.Level.INFO, "no record of {0} needs {1}", blob.holder(), blob.cid());
        return true;
      }
    } catch (RuntimeException e) {
      LOGGER.log(System.Logger.Level.WARNING, blob.cid() + " stays for now", e);
    }
    doubts.put(key, since);
    return false;
  }

  private void forEach(Shelf shelf, Consumer<List<ListedBlob>> action) {
    Optional<Digest> after = Optional.empty();
    List<ListedBlob> page;
    do {
      page = blobs.store().list(shelf, after, PAGE);
      action.accept(page);
      after = page.isEmpty() ? after : Optional.of(page.getLast().digest());
    } while (page.size() == PAGE);
  }

  /** As a crash leaves them, or an upload that is under way: then there is a lease. */
  private void removeUnheld(List<ListedBlob> stored) {
    List<Digest> digests = stored.stream().map(ListedBlob::digest).toList();
    Set<Digest> held = blobs.held(digests);
    digests.stream().filter(digest -> !held.contains(digest)).forEach(blobs::removeUnheld);
  }

  /** What somebody has come to hold meanwhile is taken back. */
  private void purge(List<ListedBlob> trashed) {
    Instant before = clock.instant().minus(settings.doubt());
    List<Digest> due =
        trashed.stream()
            .filter(blob -> !blob.since().isAfter(before))
            .map(ListedBlob::digest)
            .toList();
    if (!due.isEmpty()) {
      blobs.store().purge(due);
    }
  }
}
