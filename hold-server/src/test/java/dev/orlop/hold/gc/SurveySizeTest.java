package dev.orlop.hold.gc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.BlobCheck;
import dev.orlop.hold.blob.BlobLocation;
import dev.orlop.hold.blob.BlobStore;
import dev.orlop.hold.blob.ListedBlob;
import dev.orlop.hold.blob.Shelf;
import dev.orlop.hold.blob.StagedBlob;
import dev.orlop.testkit.Heap;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * A survey of a store that exists only as a formula. {@code -Dorlop.gc.blobs=10000000} makes it as
 * large as one likes, and prints what it took.
 */
class SurveySizeTest {
  private static final long BLOBS = Long.getLong("orlop.gc.blobs", 200_000);

  /** Every one of these is used, but for each tenth. */
  private static final int FREE_EVERY = 10;

  private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void aSurveyTakesTheMemoryOfItsPagesHoweverManyBlobsThereAre() {
    Survey survey =
        new Survey(new Formula(), new EveryOther(), _ -> false, Instant.MAX, Optional.empty());
    long before = Heap.bytesInUse();
    long began = System.nanoTime();
    long most = 0;
    while (survey.hasNext()) {
      Optional<ListedBlob> unused = survey.next();
      if (survey.totals().blobs() % (BLOBS / 10) == 0) {
        most = Math.max(most, Heap.bytesInUse() - before);
      }
    }
    assertEquals(new Survey.Totals(BLOBS, BLOBS * 7, BLOBS / 10, BLOBS / 10 * 7), survey.totals());
    assertTrue(most < 100 << 20, () -> "a survey of " + BLOBS + " blobs takes too much memory");
    long millis = Duration.ofNanos(System.nanoTime() - began).toMillis();
    System.out.printf(
        "survey: %d blobs, %d ms, %d MiB of heap in use at most%n", BLOBS, millis, most >> 20);
  }

  /** The nth digest: in order, and all over the place. */
  private static Digest digest(long n) {
    long step = Long.divideUnsigned(-1, BLOBS);
    return Digest.of(
        Digest.Algorithm.SHA256, ByteBuffer.allocate(32).putLong(n * step).putLong(n).array());
  }

  private static long number(Digest digest) {
    return ByteBuffer.wrap(digest.bytes()).getLong(8);
  }

  private static long first(Optional<Digest> after) {
    return after.map(digest -> number(digest) + 1).orElse(0L);
  }

  private static final class EveryOther implements UsedBlobs {
    @Override
    public void settle() {}

    @Override
    public List<Digest> list(Optional<Digest> after, int limit) {
      List<Digest> page = new ArrayList<>();
      for (long n = first(after); n < BLOBS && page.size() < limit; n++) {
        if (n % FREE_EVERY != 0) {
          page.add(digest(n));
        }
      }
      return page;
    }
  }

  /** A store that can be listed, and nothing else. */
  private static final class Formula implements BlobStore {
    @Override
    public List<ListedBlob> list(Shelf shelf, Optional<Digest> after, int limit) {
      List<ListedBlob> page = new ArrayList<>();
      for (long n = first(after); n < BLOBS && page.size() < limit; n++) {
        page.add(new ListedBlob(digest(n), 7, LONG_AGO));
      }
      return page;
    }

    @Override
    public BlobLocation locate(Digest digest) {
      throw new UnsupportedOperationException();
    }

    @Override
    public StagedBlob stage(Digest.Algorithm algorithm) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void adopt(Path verified, Digest digest) {
      throw new UnsupportedOperationException();
    }

    @Override
    public BlobCheck verify(Digest digest, long bytesPerSecond) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean delete(Digest digest) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean trash(Digest digest, Runnable lastLook) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean restore(Digest digest) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void purge(List<Digest> digests) {
      throw new UnsupportedOperationException();
    }
  }
}
