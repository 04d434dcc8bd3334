package dev.orlop.hold.crash;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.orlop.hold.blob.Content;
import dev.orlop.lexicons.Nsids;
import java.util.List;
import java.util.SplittableRandom;

/** Fetches blobs, in ways that count and in ways that do not. */
final class Puller implements Client {
  /**
   * A repository to pull from.
   *
   * @param notified whether the hold knows its manifest; where it does not, every blob counts
   */
  record Source(Image image, Counts counts, boolean notified) {}

  private final List<Source> sources;

  Puller(List<Source> sources) {
    this.sources = sources;
  }

  @Override
  public void act(Life life, SplittableRandom random) throws CutOffException {
    HoldClient hold = life.hold();
    Source source = sources.get(random.nextInt(sources.size()));
    Image image = source.image();
    Counts counts = source.counts();
    switch (random.nextInt(8)) {
      case 0, 1, 2 -> counts.pull(() -> fetch(hold, source, image.config()));
      case 3 -> counts.pull(() -> url(hold, source));
      case 4 -> counts.pull(() -> image.notify(hold, "pull"));
      case 5 -> layer(hold, source);
      case 6 -> status(200, hold.head(path(source, image.config())).statusCode());
      default -> uncounted(hold, source, random);
    }
  }

  private static String path(Source source, Content blob) {
    return HoldClient.path(
        Nsids.SYNC_GET_BLOB,
        "did",
        source.counts().owner(),
        "cid",
        blob.digest(),
        "repo",
        source.counts().name());
  }

  private static void status(int wanted, int found) {
    assertEquals(wanted, found);
  }

  private static void fetch(HoldClient hold, Source source, Content blob) throws CutOffException {
    assertArrayEquals(blob.bytes(), hold.get(path(source, blob)).body());
  }

  private static void url(HoldClient hold, Source source) throws CutOffException {
    HoldClient.granted(hold.get(path(source, source.image().config()) + "&method=GET"));
  }

  private static void layer(HoldClient hold, Source source) throws CutOffException {
    if (source.notified()) {
      fetch(hold, source, source.image().layer());
    } else {
      source.counts().pull(() -> fetch(hold, source, source.image().layer()));
    }
  }

  private static void uncounted(HoldClient hold, Source source, SplittableRandom random)
      throws CutOffException {
    String path = path(source, source.image().config());
    if (random.nextBoolean()) {
      status(206, hold.get(path, "Range", "bytes=100-").statusCode());
    } else {
      String etag = '"' + source.image().config().digest().toString() + '"';
      status(304, hold.get(path, "If-None-Match", etag).statusCode());
    }
  }

  /** Counts are shared, and checked by themselves. */
  @Override
  public void check(Life life, Evidence evidence, SplittableRandom random) {}
}
