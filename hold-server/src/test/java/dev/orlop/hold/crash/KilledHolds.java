package dev.orlop.hold.crash;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One hold, many lives, on whatever it stands: it is killed at the points that are passed there,
 * and at any moment. {@code -Dorlop.kills=1000} kills as often at any moment; {@code -Dorlop.seed}
 * repeats what clients draw, though not how their threads interleave.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class KilledHolds {
  private static final long SEED = Long.getLong("orlop.seed", System.nanoTime());
  private static final int KILLS = Integer.getInteger("orlop.kills", 3);
  private static final int MOST_ACTS = 250;

  private final SplittableRandom random = new SplittableRandom(SEED);
  private Story story;

  /** Where it lies: whatever lives on when the hold is killed is started here. */
  abstract Place place(Path folder) throws Exception;

  /** Where it is killed. */
  abstract Stream<Enum<?>> points();

  /** The hold of all tests here, in order. */
  final Story story() {
    return story;
  }

  /** The folder is kept after a failure: it tells more than any message. */
  @BeforeAll
  final void begin(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) throws Exception {
    System.out.println(getClass().getSimpleName() + " with -Dorlop.seed=" + SEED + " in " + folder);
    story = new Story(folder, random.split(), place(folder));
  }

  @AfterAll
  final void close() {
    if (story != null) {
      story.close();
    }
  }

  @BeforeEach
  final void goOnOnlyWhereAllIsWell() {
    assumeTrue(story.isSound(), "an earlier life failed");
  }

  @ParameterizedTest
  @MethodSource("points")
  @Order(1)
  final void nothingIsLostWhereverTheProcessEnds(Enum<?> point) throws Exception {
    story.liveUntil(CrashAt.of(point, random.nextInt(1, 4)));
    story.restart();
  }

  @Test
  @Order(3)
  final void nothingIsLostWheneverTheProcessIsKilled() throws Exception {
    for (int i = 0; i < KILLS; i++) {
      story.liveUntilKilled(random.nextLong(1, MOST_ACTS));
      story.restart();
    }
  }

  @Test
  @Order(4)
  final void afterAllThatTheRecordsSayWhatIsAnswered() throws Exception {
    story.fold();
    story.end();
    story.restart();
  }
}
