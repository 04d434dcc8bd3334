package dev.orlop.hold.pds.blobs;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cid.Cid;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.StoredBlob;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes blobs away that no record refers to. For one thread. */
public final class BlobSweeper {
  /**
   * How long things stay.
   *
   * @param unused from its upload on, a blob that no record refers to
   * @param doubt from when it was first found unused, any blob
   */
  public record Settings(Duration unused, Duration doubt) {
    /** Six hours from its upload, and one hour in any case. */
    public static final Settings DEFAULT = new Settings(Duration.ofHours(6), Duration.ofHours(1));
  }

  /** Who refers to what. */
  @FunctionalInterface
  public interface References {
    /**
     * Whether a record of the account's repo refers to the blob, by all that is on disk.
     *
     * @throws RuntimeException if nobody can say; the blob stays then
     */
    boolean has(Did did, Cid blob);
  }

  private record Key(Did holder, Cid cid) {}

  private static final System.Logger LOGGER = System.getLogger(BlobSweeper.class.getName());
  private static final int PAGE = 1000;

  private final RecordBlobs blobs;
  private final References references;
  private final Settings settings;
  private final InstantSource clock;

  /** When blobs were first found unused. Lost with the process, which only makes them stay. */
  private final Map<Key, Instant> doubted = new HashMap<>();

  /** A sweeper that has seen nothing yet. */
  public BlobSweeper(
      RecordBlobs blobs, References references, Settings settings, InstantSource clock) {
    this.blobs = blobs;
    this.references = references;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Goes through all blobs once.
   *
   * @return how many accounts' blobs were taken away
   */
  public int sweep() {
    Map<Key, Instant> before = Map.copyOf(doubted);
    doubted.clear();
    int removed = 0;
    for (int shard = 0; shard < Holders.SHARDS; shard++) {
      for (HeldBlob blob : blobs.holders().all(shard)) {
        removed += sweep(blob, before) ? 1 : 0;
      }
    }
    sweepUnheld();
    return removed;
  }

  private boolean sweep(HeldBlob blob, Map<Key, Instant> before) {
    Instant now = clock.instant();
    Key key = new Key(blob.holder(), blob.cid());
    try {
      if (references.has(blob.holder(), blob.cid())) {
        return false;
      }
      Instant since = before.getOrDefault(key, now);
      boolean due =
          !now.isBefore(since.plus(settings.doubt()))
              && !now.isBefore(blob.uploaded().plus(settings.unused()));
      if (due && blobs.remove(blob, () -> !references.has(blob.holder(), blob.cid()))) {
        LOGGER.log(
            System.Logger.Level.INFO, "no record of {0} needs {1}", blob.holder(), blob.cid());
        return true;
      }
      doubted.put(key, since);
    } catch (RuntimeException e) {
      LOGGER.log(System.Logger.Level.WARNING, blob.cid() + " stays, since nobody can say", e);
    }
    return false;
  }

  private void sweepUnheld() {
    Optional<Digest> after = Optional.empty();
    List<StoredBlob> page;
    do {
      page = blobs.store().list(after, PAGE);
      for (StoredBlob stored : page) {
        stored.digest().toCid().ifPresent(blobs::removeUnheld);
        after = Optional.of(stored.digest());
      }
    } while (page.size() == PAGE);
  }
}
