package dev.orlop.hold.pull;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.BlobLocation;
import dev.orlop.hold.blob.BlobStore;
import dev.orlop.hold.layers.LayerIndex;
import java.time.Duration;

/**
 * Where blobs are, for whoever reads. Of a blob on another server that was there a moment ago, and
 * that a record names still, it is believed that it is there: nobody takes such a blob away, and to
 * ask for each pull would cost more than all the rest of it. Should it be gone nevertheless,
 * readers find that out where they are sent. Safe for use by several threads.
 */
final class BelievedPlaces {
  private static final Duration BELIEF = Duration.ofMinutes(1);
  private static final int MOST = 10_000;

  private final BlobStore blobs;
  private final LayerIndex layers;
  private final Cache<Digest, BlobLocation.Remote> believed =
      Caffeine.newBuilder()
          .expireAfterWrite(BELIEF)
          .maximumSize(MOST)
          .executor(Runnable::run)
          .build();

  BelievedPlaces(BlobStore blobs, LayerIndex layers) {
    this.blobs = blobs;
    this.layers = layers;
  }

  /** Where a blob is, for a caller for whom the records were followed. */
  BlobLocation locate(Digest digest) {
    BlobLocation.Remote place = believed.getIfPresent(digest);
    return place != null && layers.isNeeded(digest) ? place : look(digest);
  }

  /** The same, by a look that believes nothing. */
  BlobLocation look(Digest digest) {
    BlobLocation found = blobs.locate(digest);
    if (found instanceof BlobLocation.Remote place) {
      believed.put(digest, place);
    } else {
      believed.invalidate(digest);
    }
    return found;
  }
}
