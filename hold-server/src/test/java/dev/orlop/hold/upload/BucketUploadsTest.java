package dev.orlop.hold.upload;

import static dev.orlop.hold.blob.Content.bytes;
import static dev.orlop.hold.upload.UploadWorld.assertRefused;
import static dev.orlop.hold.upload.UploadWorld.join;
import static dev.orlop.hold.upload.UploadWorld.sha256;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.BlobLocation;
import dev.orlop.hold.blob.BlobStep;
import dev.orlop.hold.blob.BlobStoreException;
import dev.orlop.hold.blob.s3.FaultyS3;
import dev.orlop.hold.blob.s3.FaultyS3.Fault;
import dev.orlop.hold.disk.Crash;
import dev.orlop.hold.disk.CrashHook;
import dev.orlop.hold.store.sql.DatabaseSettings;
import dev.orlop.hold.store.sql.TestPostgres;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Uploads into a bucket keep what uploads into files keep. */
class BucketUploadsTest {
  /** By URLs of the bucket, as an AppView that nobody told of it. */
  @Nested
  class Direct extends Contract {
    Direct() {
      super(PartWay.DIRECT);
    }

    @Test
    void whatIsSentPastUsIsHeldAgainstTheLimitsNowAndThen() {
      String upload = world.begin();
      for (int number = 1; number <= 9; number++) {
        var _ = world.send(upload, number, bytes(number, 2_000_000));
      }
      assertRefused(
          UploadError.BLOB_TOO_LARGE, world.uploads.partTarget(UploadWorld.ALICE, upload, 10));
    }

    @Test
    void whatTheLooksMissedIsFoundInTheEnd() {
      String upload = world.begin();
      PartRef[] parts = new PartRef[3];
      for (int number = 1; number <= 3; number++) {
        parts[number - 1] = world.send(upload, number, bytes(number, 5_500_000));
      }
      assertRefused(UploadError.BLOB_TOO_LARGE, world.complete(upload, sha256(ONE), parts));
      String large = world.begin();
      PartRef one = world.send(large, 1, bytes(1, (6 << 20) + 1));
      assertRefused(UploadError.PART_TOO_LARGE, world.complete(large, sha256(ONE), one));
    }
  }

  /** Through the hold. */
  @Nested
  class Through extends Contract {
    Through() {
      super(PartWay.THROUGH);
    }

    @Test
    void aPartWithoutALengthIsRefused() throws IOException {
      String upload = world.begin();
      assertRefused(
          UploadError.LENGTH_REQUIRED,
          world.uploads.writePart(
              UploadId.parse(upload).orElseThrow(),
              1,
              new ByteArrayInputStream(ONE),
              OptionalLong.empty()));
    }

    @Test
    void aPartThatBreaksOffIsNotThere() throws IOException {
      String upload = world.begin();
      assertRefused(
          UploadError.INCOMPLETE_BODY,
          world.uploads.writePart(
              UploadId.parse(upload).orElseThrow(),
              1,
              new ByteArrayInputStream(ONE, 0, 100_000),
              OptionalLong.of(ONE.length)));
      assertEquals(0, world.uploads.usage().bytes());
      world.finish(upload, ONE, world.send(upload, 1, ONE));
    }

    @Test
    void aPartThatIsTooLargeIsRefusedBeforeItIsSent() throws IOException {
      String upload = world.begin();
      assertRefused(
          UploadError.PART_TOO_LARGE,
          world.uploads.writePart(
              UploadId.parse(upload).orElseThrow(),
              1,
              new ByteArrayInputStream(ONE),
              OptionalLong.of((6 << 20) + 1)));
    }
  }

  /** The same where it is kept in a database who began what. */
  @Nested
  class DirectShared extends Contract {
    DirectShared() {
      super(PartWay.DIRECT, Optional.of(TestPostgres.migrated()));
    }
  }

  /** The same, through the hold. */
  @Nested
  class ThroughShared extends Contract {
    ThroughShared() {
      super(PartWay.THROUGH, Optional.of(TestPostgres.migrated()));
    }
  }

  /** Whichever way the parts go. */
  abstract static class Contract {
    static final byte[] ONE = bytes(1, 5_500_000);
    static final byte[] TWO = bytes(2, 200_000);

    private final PartWay way;
    private final Optional<DatabaseSettings> database;
    @TempDir Path folder;
    BucketWorld world;

    Contract(PartWay way) {
      this(way, Optional.empty());
    }

    Contract(PartWay way, Optional<DatabaseSettings> database) {
      this.way = way;
      this.database = database;
    }

    @BeforeEach
    void open() {
      world = new BucketWorld(folder, way, database);
    }

    @AfterEach
    void close() {
      CrashHook.unhook();
      world.close();
    }

    static Stream<Enum<?>> steps() {
      return Stream.of(
          UploadStep.ASSEMBLED,
          UploadStep.VERIFIED,
          UploadStep.INTENT_WRITTEN,
          BlobStep.RENAMED,
          UploadStep.PUBLISHED);
    }

    @Test
    void partsBecomeABlobAndNothingElseIsLeft() {
      String upload = world.begin();
      PartRef two = world.send(upload, 2, TWO);
      PartRef one = world.send(upload, 1, ONE);
      world.finish(upload, join(ONE, TWO), one, two);
      // An answer may be lost: the client asks again.
      world.finish(upload, join(ONE, TWO), one, two);
      assertRefused(UploadError.INVALID_DIGEST, world.complete(upload, sha256(ONE), one, two));
      world.clock.advance(Duration.ofHours(2));
      assertEquals(0, world.uploads.expire());
      world.assertNothingLeft();
    }

    @Test
    void bytesWithAnotherDigestLeaveNothing() {
      String upload = world.begin(sha256(ONE).toString());
      PartRef one = world.send(upload, 1, TWO);
      assertRefused(UploadError.INVALID_DIGEST, world.complete(upload, sha256(TWO), one));
      assertRefused(UploadError.INVALID_DIGEST, world.complete(upload, sha256(ONE), one));
      assertRefused(UploadError.INVALID_UPLOAD_ID, world.complete(upload, sha256(ONE), one));
      assertEquals(List.of(), world.blobs.list(Optional.empty(), 10));
      world.assertNothingLeft();
    }

    @Test
    void theBucketIsNotTrustedWithTheBytes() {
      String upload = world.begin();
      PartRef one = world.send(upload, 1, ONE);
      world.faulty.rule(
          request ->
              request.verb().equals("GET") && !request.target().contains("uploadId")
                  ? new Fault.WrongAnswer()
                  : FaultyS3.PASS);
      assertRefused(UploadError.INVALID_DIGEST, world.complete(upload, sha256(ONE), one));
      world.faulty.rule(_ -> FaultyS3.PASS);
      assertInstanceOf(BlobLocation.Missing.class, world.blobs.locate(sha256(ONE)));
      world.assertNothingLeft();
    }

    @Test
    void aListThatIsNotWhatWasSentIsRefusedAndMayBePutRight() {
      String upload = world.begin();
      PartRef one = world.send(upload, 1, ONE);
      byte[] other = bytes(3, 5_400_000);
      PartRef again = world.send(upload, 1, other);
      Digest digest = sha256(other);
      assertRefused(UploadError.MISSING_PARTS, world.complete(upload, digest));
      assertRefused(UploadError.MISSING_PARTS, world.complete(upload, digest, one));
      assertRefused(
          UploadError.MISSING_PARTS, world.complete(upload, digest, again, new PartRef(2, "x")));
      world.finish(upload, other, again);
    }

    @Test
    void partsThatWereNeverSentAreMissing() {
      String upload = world.begin();
      PartRef made = new PartRef(1, "0123456789abcdef0123456789abcdef");
      assertRefused(UploadError.MISSING_PARTS, world.complete(upload, sha256(ONE), made));
      world.finish(upload, ONE, world.send(upload, 1, ONE));
    }

    @Test
    void anUploadOfNothingIsTheEmptyBlob() {
      String upload = world.begin();
      world.finish(upload, new byte[0]);
      String another = world.begin();
      assertRefused(UploadError.INVALID_DIGEST, world.complete(another, sha256(ONE)));
    }

    @Test
    void anUploadIsItsOwnersAlone() {
      String upload = world.begin();
      assertRefused(
          UploadError.INVALID_UPLOAD_ID, world.uploads.partTarget(UploadWorld.BOB, upload, 1));
      assertRefused(UploadError.INVALID_UPLOAD_ID, world.uploads.abort(UploadWorld.BOB, upload));
      assertRefused(
          UploadError.INVALID_PART_NUMBER, world.uploads.partTarget(UploadWorld.ALICE, upload, 21));
    }

    @Test
    void whatIsGivenUpOrExpiresLeavesNothing() {
      String upload = world.begin();
      var _ = world.send(upload, 1, ONE);
      assertInstanceOf(AbortResult.Aborted.class, world.uploads.abort(UploadWorld.ALICE, upload));
      assertRefused(UploadError.INVALID_UPLOAD_ID, world.uploads.abort(UploadWorld.ALICE, upload));
      world.assertNothingLeft();
      var _ = world.send(world.begin(), 1, ONE);
      world.reopen();
      world.clock.advance(Duration.ofHours(2));
      assertEquals(1, world.uploads.expire());
      world.assertNothingLeft();
    }

    @Test
    void whatNobodyKnowsOfAnyMoreIsSweptFromTheBucket() {
      var _ = world.send(world.begin(), 1, ONE);
      var _ = world.blobs.parts().begin("nobodys");
      assertEquals(0, world.blobs.parts().dropBegunBefore(Instant.now().minusSeconds(60)));
      assertEquals(2, world.blobs.parts().dropBegunBefore(Instant.now().plusSeconds(60)));
      assertEquals(1, world.leftovers().size(), "the session");
    }

    @Test
    void anUploadGoesOnAfterARestart() {
      String upload = world.begin(sha256(join(ONE, TWO)).toString());
      PartRef one = world.send(upload, 1, ONE);
      world.reopen();
      PartRef two = world.send(upload, 2, TWO);
      world.reopen();
      assertRefused(UploadError.INVALID_DIGEST, world.complete(upload, sha256(ONE), one, two));
      world.finish(upload, join(ONE, TWO), one, two);
      world.reopen();
      world.finish(upload, join(ONE, TWO), one, two);
    }

    @ParameterizedTest
    @MethodSource("steps")
    void aCompletionThatACrashInterruptsIsCompletedByAskingAgain(Enum<?> step) {
      String upload = world.begin();
      PartRef one = world.send(upload, 1, ONE);
      Crash.at(step);
      assertThrows(Crash.class, () -> world.complete(upload, sha256(ONE), one));
      CrashHook.unhook();
      world.reopen();
      world.finish(upload, ONE, one);
      world.clock.advance(Duration.ofHours(2));
      assertEquals(0, world.uploads.expire());
      world.assertNothingLeft();
    }

    @Test
    void aBucketThatFailsWhileCompletingIsAskedAgainLater() {
      String upload = world.begin();
      PartRef one = world.send(upload, 1, ONE);
      for (String verb : List.of("POST", "GET", "PUT", "DELETE")) {
        world.faulty.rule(
            request ->
                request.verb().equals(verb)
                    ? new Fault.Answer(500, "InternalError")
                    : FaultyS3.PASS);
        assertRefused(UploadError.COMPLETION_FAILED, world.complete(upload, sha256(ONE), one));
      }
      world.faulty.rule(_ -> FaultyS3.PASS);
      world.finish(upload, ONE, one);
    }

    @Test
    void aBucketThatIsGoneBeginsNothing() {
      world.faulty.rule(_ -> new Fault.Answer(404, "NoSuchBucket"));
      assertThrows(BlobStoreException.class, () -> world.begin());
      assertEquals(new UploadService.Usage(0, 0), world.uploads.usage());
      assertTrue(world.leftovers().isEmpty());
    }
  }
}
