package dev.orlop.hold.crash;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.orlop.hold.blob.BlobStep;
import dev.orlop.hold.events.EventStep;
import dev.orlop.hold.pds.accounts.AccountStep;
import dev.orlop.hold.pull.PullStep;
import dev.orlop.hold.store.CrashPoint;
import dev.orlop.hold.upload.UploadStep;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What was answered is there after the process was killed, once: one folder, many lives. {@code
 * -Dorlop.kills=1000} kills as often at any moment; {@code -Dorlop.seed} repeats what clients draw,
 * though not how their threads interleave.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KilledHoldTest {
  private static final long SEED = Long.getLong("orlop.seed", System.nanoTime());
  private static final int KILLS = Integer.getInteger("orlop.kills", 3);
  private static final int MOST_ACTS = 250;

  private static final SplittableRandom RANDOM = new SplittableRandom(SEED);

  // Kept after a failure: it tells more than any message.
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  static Path folder;

  private static Story story;

  @BeforeAll
  static void begin() throws Exception {
    System.out.println("killing a hold with -Dorlop.seed=" + SEED + " in " + folder);
    story = new Story(folder, RANDOM.split());
  }

  @AfterAll
  static void close() {
    if (story != null) {
      story.close();
    }
  }

  @BeforeEach
  void goOnOnlyWhereAllIsWell() {
    assumeTrue(story.isSound(), "an earlier life failed");
  }

  static Stream<Enum<?>> points() {
    Stream<Enum<?>> ofEvents =
        Stream.of(EventStep.TOLD, EventStep.WRITTEN, EventStep.FORCED, EventStep.CHECKED);
    Stream<Enum<?>> ofAccounts =
        Stream.of(
            AccountStep.FRAME_HALF_WRITTEN,
            AccountStep.FRAME_FORCED,
            AccountStep.REPO_BEGUN,
            AccountStep.DID_REGISTERED,
            AccountStep.CHANGE_UNTOLD,
            AccountStep.REPO_REMOVED,
            dev.orlop.hold.pds.blobs.BlobStep.HELD);
    // Nothing goes to the trash in these lives, nor comes back.
    Stream<Enum<?>> ofBlobs = Stream.of(BlobStep.STAGED, BlobStep.FORCED, BlobStep.RENAMED);
    Stream<Enum<?>> ofAll =
        Stream.of(CrashPoint.values(), PullStep.values(), UploadStep.values())
            .flatMap(Arrays::stream);
    return Stream.of(ofEvents, ofAccounts, ofBlobs, ofAll).flatMap(points -> points);
  }

  @ParameterizedTest
  @MethodSource("points")
  @Order(1)
  void nothingIsLostWhereverTheProcessEnds(Enum<?> point) throws Exception {
    story.liveUntil(CrashAt.of(point, RANDOM.nextInt(1, 4)));
    story.restart();
  }

  @Test
  @Order(2)
  void nothingIsLostWhenItEndsAgainWhileItRecovers() throws Exception {
    story.liveUntil(CrashAt.of(UploadStep.INTENT_WRITTEN, 1));
    story.dieAtStart(CrashAt.of(BlobStep.RENAMED, 1));
    story.dieAtStart(CrashAt.of(CrashPoint.GROUP_FORCED, 1));
    story.restart();
  }

  @Test
  @Order(3)
  void nothingIsLostWheneverTheProcessIsKilled() throws Exception {
    for (int i = 0; i < KILLS; i++) {
      story.liveUntilKilled(RANDOM.nextLong(1, MOST_ACTS));
      story.restart();
    }
  }

  @Test
  @Order(4)
  void afterAllThatTheRecordsSayWhatIsAnsweredAndTheIndexCanBeMadeAnew() throws Exception {
    story.fold();
    story.end();
    story.loseIndex();
    story.restart();
  }
}
