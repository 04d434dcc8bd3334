package dev.orlop.hold.crash;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.orlop.hold.blob.BlobStep;
import dev.orlop.hold.blob.s3.S3World;
import dev.orlop.hold.upload.UploadStep;
import dev.orlop.testkit.LocalS3;
import java.nio.file.Files;
import java.nio.file.Path;
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
 * The same as {@link KilledHoldTest} of a hold whose blobs lie in a bucket, of an S3 that lives on:
 * at the points that are passed on the way there, and at any moment.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KilledBucketHoldTest {
  private static final long SEED = Long.getLong("orlop.seed", System.nanoTime());
  private static final int KILLS = Integer.getInteger("orlop.kills", 3);
  private static final int MOST_ACTS = 250;

  private static final SplittableRandom RANDOM = new SplittableRandom(SEED);

  // Kept after a failure: it tells more than any message.
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  static Path folder;

  private static LocalS3 s3;
  private static Story story;

  @BeforeAll
  static void begin() throws Exception {
    System.out.println("killing a hold before s3proxy with -Dorlop.seed=" + SEED + " in " + folder);
    Path objects = Files.createDirectory(folder.resolve("s3"));
    s3 = S3World.start(objects);
    Place place = Place.bucket(objects.resolve(S3World.BUCKET), s3.endpoint());
    story = new Story(folder, RANDOM.split(), place);
  }

  @AfterAll
  static void close() {
    if (story != null) {
      story.close();
    }
    if (s3 != null) {
      s3.close();
    }
  }

  @BeforeEach
  void goOnOnlyWhereAllIsWell() {
    assumeTrue(story.isSound(), "an earlier life failed");
  }

  static Stream<Enum<?>> points() {
    return Stream.of(
        BlobStep.STAGED,
        BlobStep.RENAMED,
        UploadStep.FOLDER_MADE,
        UploadStep.STARTED,
        UploadStep.PART_WRITTEN,
        UploadStep.ASSEMBLED,
        UploadStep.VERIFIED,
        UploadStep.INTENT_WRITTEN,
        UploadStep.PUBLISHED);
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
  void nothingIsLostWheneverTheProcessIsKilled() throws Exception {
    for (int i = 0; i < KILLS; i++) {
      story.liveUntilKilled(RANDOM.nextLong(1, MOST_ACTS));
      story.restart();
    }
  }

  @Test
  @Order(3)
  void afterAllThatTheRecordsSayWhatIsAnswered() throws Exception {
    story.fold();
    story.end();
    story.restart();
  }
}
