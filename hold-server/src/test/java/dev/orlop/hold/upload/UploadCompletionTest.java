package dev.orlop.hold.upload;

import static dev.orlop.hold.blob.Content.bytes;
import static dev.orlop.hold.upload.UploadWorld.ALICE;
import static dev.orlop.hold.upload.UploadWorld.assertRefused;
import static dev.orlop.hold.upload.UploadWorld.join;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.BlobCheck;
import dev.orlop.hold.blob.Content;
import dev.orlop.hold.blob.StoredBlob;
import dev.orlop.hold.disk.FaultyDisk.Op;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UploadCompletionTest extends WithUpload {
  private static final byte[] ONE = bytes(1, 300_000);
  private static final byte[] TWO = bytes(2, 200_000);
  private static final byte[] THREE = bytes(3, 5000);

  @Test
  void theWrongDigestPublishesNothingAndLeavesNothing() {
    PartRef two = world.send(upload, 2, TWO);
    PartRef one = world.send(upload, 1, ONE);
    Digest wrong = UploadWorld.sha256(join(TWO, ONE));
    assertRefused(UploadError.INVALID_DIGEST, world.complete(upload, wrong, one, two));
    world.assertNothingStored();
    world.assertNothingLeft();
    assertRefused(
        UploadError.INVALID_UPLOAD_ID,
        world.complete(upload, UploadWorld.sha256(join(ONE, TWO)), one, two));
    world.reopen();
    world.assertNothingLeft();
  }

  @Test
  void anotherDigestThanTheOneItWasBegunForIsRefusedAndTheUploadGoesOn() {
    String known = world.begin(ALICE, UploadWorld.sha256(ONE).toString());
    PartRef one = world.send(known, 1, ONE);
    assertRefused(UploadError.INVALID_DIGEST, world.complete(known, UploadWorld.sha256(TWO), one));
    world.finish(known, ONE, one);
  }

  @Test
  void anUploadCompletedTwiceAnswersTheSameAndStoresOneBlob() {
    PartRef one = world.send(upload, 1, ONE);
    world.finish(upload, ONE, one);
    world.finish(upload, ONE, one);
    world.finish(upload, ONE);
    assertRefused(UploadError.INVALID_DIGEST, world.complete(upload, UploadWorld.sha256(TWO), one));
    assertRefused(UploadError.INVALID_UPLOAD_ID, world.put(upload, 2, TWO));
    assertRefused(UploadError.ABORT_FAILED, world.uploads.abort(ALICE, upload));
    assertEquals(1, world.blobs.list(Optional.empty(), 10).size());
    assertEquals(new UploadService.Usage(0, 0), world.uploads.usage());
  }

  @Test
  void whoCompletesAtTheSameTimeGetsTheSameAnswer() throws Exception {
    PartRef one = world.send(upload, 1, ONE);
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<CompleteResult>> all =
          Stream.generate(
                  () -> pool.submit(() -> world.complete(upload, UploadWorld.sha256(ONE), one)))
              .limit(10)
              .toList();
      for (Future<CompleteResult> each : all) {
        assertEquals(
            new CompleteResult.Completed(new StoredBlob(UploadWorld.sha256(ONE), ONE.length)),
            each.get());
      }
    }
    assertEquals(new UploadService.Usage(0, 0), world.uploads.usage());
  }

  @Test
  void twoUploadsOfOneBlobBothComplete() {
    String other = world.begin();
    PartRef one = world.send(upload, 1, ONE);
    PartRef same = world.send(other, 1, ONE);
    world.finish(upload, ONE, one);
    world.finish(other, ONE, same);
  }

  @ParameterizedTest
  @EnumSource
  void aDigestOfEitherKindIsVerifiedWhetherItWasKnownBeforeOrNot(Digest.Algorithm algorithm) {
    Content whole = Content.of(join(ONE, TWO), algorithm);
    for (String name : new String[] {UploadWorld.ANY_NAME, whole.digest().toString()}) {
      for (boolean inOrder : new boolean[] {true, false}) {
        String id = world.begin(ALICE, name);
        PartRef[] parts = new PartRef[2];
        for (int number : inOrder ? new int[] {1, 2} : new int[] {2, 1}) {
          parts[number - 1] = world.send(id, number, number == 1 ? ONE : TWO);
        }
        assertEquals(
            new CompleteResult.Completed(new StoredBlob(whole.digest(), 500_000)),
            world.complete(id, whole.digest(), parts));
        assertEquals(
            new BlobCheck.Sound(500_000), world.blobs.verify(whole.digest(), Long.MAX_VALUE));
      }
    }
    Digest wrong = Content.of(ONE, algorithm).digest();
    String id = world.begin();
    assertRefused(UploadError.INVALID_DIGEST, world.complete(id, wrong, world.send(id, 1, TWO)));
    world.assertAbsent(wrong);
  }

  @Test
  void aConnectionThatHangsCanNotChangeWhatIsBeingCompleted() throws IOException {
    PartRef one = world.send(upload, 1, ONE);
    for (int number : new int[] {2, 1}) {
      assertRefused(
          UploadError.INVALID_UPLOAD_ID,
          world.uploads.writePart(
              UploadId.parse(upload).orElseThrow(),
              number,
              Bodies.meanwhile(
                  new byte[200_000], () -> world.finish(upload, ONE, one), new byte[200_000]),
              OptionalLong.empty()));
    }
    world.assertStored(ONE);
    assertEquals(
        new BlobCheck.Sound(ONE.length),
        world.blobs.verify(UploadWorld.sha256(ONE), Long.MAX_VALUE));
  }

  @ParameterizedTest
  @EnumSource(names = {"WRITE", "TRUNCATE", "FORCE", "MOVE", "FORCE_DIRECTORY", "OPEN"})
  void aDiskThatRefusesToCompleteLosesNoPart(Op refused) {
    PartRef one = world.send(upload, 1, ONE);
    PartRef three = world.send(upload, 3, THREE);
    PartRef two = world.send(upload, 2, TWO);
    PartRef again = world.send(upload, 1, THREE);
    byte[] whole = join(THREE, TWO, THREE);
    Digest digest = UploadWorld.sha256(whole);
    world.disk.refuse(op -> op == refused);
    assertRefused(UploadError.NO_ROOM, world.complete(upload, digest, again, two, three));
    world.assertAbsent(digest);
    world.disk.mend();
    assertRefused(UploadError.MISSING_PARTS, world.complete(upload, digest, one, two, three));
    world.finish(upload, whole, again, two, three);
    assertEquals(new UploadService.Usage(0, 0), world.uploads.usage());
  }

  @Test
  void anUploadThatCouldNotBeCompletedGoesOnAlsoAfterARestart() {
    PartRef one = world.send(upload, 1, ONE);
    PartRef three = world.send(upload, 3, THREE);
    PartRef two = world.send(upload, 2, TWO);
    byte[] whole = join(ONE, TWO, THREE);
    world.disk.refuse(op -> op == Op.FORCE);
    assertRefused(
        UploadError.NO_ROOM, world.complete(upload, UploadWorld.sha256(whole), one, two, three));
    world.disk.mend();
    PartRef four = world.send(upload, 4, ONE);
    world.reopen();
    world.finish(upload, join(whole, ONE), one, two, three, four);
  }
}
