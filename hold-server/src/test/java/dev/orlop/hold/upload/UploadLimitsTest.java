package dev.orlop.hold.upload;

import static dev.orlop.hold.blob.Content.bytes;
import static dev.orlop.hold.upload.UploadWorld.ALICE;
import static dev.orlop.hold.upload.UploadWorld.ANY_NAME;
import static dev.orlop.hold.upload.UploadWorld.BOB;
import static dev.orlop.hold.upload.UploadWorld.assertRefused;
import static dev.orlop.hold.upload.UploadWorld.join;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.disk.DiskException;
import dev.orlop.hold.disk.FaultyDisk.Op;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class UploadLimitsTest extends WithUpload {
  private static final byte[] FULL_PART = bytes(1, 400_000);

  private PartResult put(String id, int number, InputStream body, OptionalLong announced)
      throws IOException {
    return world.uploads.writePart(UploadId.parse(id).orElseThrow(), number, body, announced);
  }

  @Test
  void aPartThatIsTooLargeIsRefusedBeforeItIsReadOrAsSoonAsItIs() throws IOException {
    InputStream unread = Bodies.broken(new byte[0]);
    assertRefused(UploadError.PART_TOO_LARGE, put(upload, 1, unread, OptionalLong.of(400_001)));
    assertRefused(
        UploadError.PART_TOO_LARGE,
        put(upload, 1, new ByteArrayInputStream(new byte[400_001]), OptionalLong.empty()));
    assertEquals(0, world.uploads.usage().bytes());
    world.finish(upload, FULL_PART, world.send(upload, 1, FULL_PART));
  }

  private CompleteResult whole(Digest digest, InputStream body, OptionalLong announced)
      throws IOException {
    return world.uploads.writeWhole(ALICE, digest, body, announced);
  }

  @Test
  void aBlobInOnePieceKeepsToTheLimitsOfAPartAndGivesItsRoomBack() throws IOException {
    Digest digest = UploadWorld.sha256(FULL_PART);
    InputStream unread = Bodies.broken(new byte[0]);
    assertRefused(UploadError.PART_TOO_LARGE, whole(digest, unread, OptionalLong.of(400_001)));
    assertRefused(
        UploadError.PART_TOO_LARGE,
        whole(digest, new ByteArrayInputStream(new byte[400_001]), OptionalLong.empty()));
    assertRefused(
        UploadError.INCOMPLETE_BODY,
        whole(digest, new ByteArrayInputStream(new byte[9]), OptionalLong.of(10)));
    assertRefused(
        UploadError.INVALID_DIGEST,
        whole(digest, new ByteArrayInputStream(new byte[10]), OptionalLong.of(10)));
    assertThrows(
        IOException.class, () -> whole(digest, Bodies.broken(new byte[9]), OptionalLong.empty()));
    world.assertNothingStored();
    assertInstanceOf(
        CompleteResult.Completed.class,
        whole(digest, new ByteArrayInputStream(FULL_PART), OptionalLong.of(FULL_PART.length)));
    assertEquals(0, world.uploads.usage().bytes());
  }

  @Test
  void aBlobThatBecomesTooLargeIsRefusedWithThePartThatMakesItSo() throws IOException {
    PartRef one = world.send(upload, 1, FULL_PART);
    PartRef two = world.send(upload, 2, FULL_PART);
    assertRefused(UploadError.BLOB_TOO_LARGE, world.put(upload, 3, new byte[200_001]));
    assertRefused(
        UploadError.BLOB_TOO_LARGE,
        put(upload, 3, new ByteArrayInputStream(new byte[200_001]), OptionalLong.empty()));
    PartRef three = world.send(upload, 3, new byte[200_000]);
    // In place of itself it may come again.
    world.send(upload, 2, FULL_PART);
    assertRefused(UploadError.BLOB_TOO_LARGE, world.put(upload, 4, new byte[1]));
    assertEquals(1_000_000, world.uploads.usage().bytes());
    PartRef again = world.send(upload, 2, FULL_PART);
    assertEquals(two.number(), again.number());
    world.finish(upload, join(FULL_PART, FULL_PART, new byte[200_000]), one, again, three);
  }

  @Test
  void partsThatComeAtOnceDoNotMakeALargerBlobThanOneAfterTheOther() throws IOException {
    PartRef one = world.send(upload, 1, FULL_PART);
    PartRef[] three = new PartRef[1];
    PartResult two =
        put(
            upload,
            2,
            Bodies.meanwhile(
                new byte[200_000],
                () -> three[0] = world.send(upload, 3, FULL_PART),
                new byte[200_000]),
            OptionalLong.empty());
    PartRef second = new PartRef(2, assertInstanceOf(PartResult.Stored.class, two).etag());
    byte[] whole = join(FULL_PART, new byte[400_000], FULL_PART);
    assertRefused(
        UploadError.BLOB_TOO_LARGE,
        world.complete(upload, UploadWorld.sha256(whole), one, second, three[0]));
    world.assertNothingStored();
    world.finish(upload, join(FULL_PART, new byte[400_000]), one, second);
  }

  @Test
  void onlyTheLastPartMayBeSmall() {
    PartRef small = world.send(upload, 1, new byte[9]);
    PartRef two = world.send(upload, 2, new byte[9]);
    assertRefused(
        UploadError.PART_TOO_SMALL,
        world.complete(upload, UploadWorld.sha256(new byte[18]), small, two));
    PartRef large = world.send(upload, 1, new byte[10]);
    world.finish(upload, new byte[19], large, two);
  }

  @Test
  void partsAreNumberedFromOneToTheGreatest() throws IOException {
    for (int number : new int[] {0, -1, 21, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      assertRefused(UploadError.INVALID_PART_NUMBER, world.put(upload, number, new byte[10]));
      assertRefused(
          UploadError.INVALID_PART_NUMBER, world.uploads.partTarget(ALICE, upload, number));
    }
    assertEquals(
        new PartTarget.Open(UploadId.parse(upload).orElseThrow(), 20),
        world.uploads.partTarget(ALICE, upload, 20));
    world.send(upload, 20, new byte[10]);
  }

  @Test
  void oneMayHaveSoManyUploadsOpenHoweverOneSpellsOneself() {
    Did plain = Did.parse("did:web:localhost:8080");
    Did escaped = Did.parse("did:web:localhost%3A8080");
    String first = world.begin(plain, ANY_NAME);
    world.begin(escaped, ANY_NAME);
    world.begin(plain, ANY_NAME);
    assertRefused(UploadError.TOO_MANY_UPLOADS, world.uploads.initiate(escaped, ANY_NAME));
    // Nobody else is kept from it, and one that ends makes room.
    world.begin(BOB, ANY_NAME);
    assertInstanceOf(AbortResult.Aborted.class, world.uploads.abort(escaped, first));
    world.begin(escaped, ANY_NAME);
  }

  @Test
  void theOpenUploadsOfOneAndOfAllMayHoldSoManyBytes() {
    String second = world.begin();
    world.send(upload, 1, FULL_PART);
    world.send(upload, 2, FULL_PART);
    world.send(second, 1, FULL_PART);
    assertRefused(UploadError.TOO_MANY_UPLOADS, world.put(second, 2, FULL_PART));
    assertEquals(1_200_000, world.uploads.usage().bytes());
    String theirs = world.begin(BOB, ANY_NAME);
    String more = world.begin(BOB, ANY_NAME);
    world.send(theirs, 1, FULL_PART);
    world.send(theirs, 2, FULL_PART);
    world.send(more, 1, FULL_PART);
    String third = world.begin(Did.parse("did:web:example.com"), ANY_NAME);
    assertRefused(UploadError.BUSY, world.put(third, 1, FULL_PART));
    assertEquals(2_400_000, world.uploads.usage().bytes());
    world.uploads.abort(BOB, theirs);
    world.send(third, 1, FULL_PART);
    assertEquals(2_000_000, world.uploads.usage().bytes());
  }

  @Test
  void aPartThatTheDiskRefusesTakesNoRoomAndMayComeAgain() {
    for (Op refused : new Op[] {Op.OPEN, Op.WRITE, Op.TRUNCATE}) {
      world.disk.refuse(op -> op == refused || op == Op.WRITE || op == Op.DELETE);
      for (int number : new int[] {1, 2}) {
        assertThrows(DiskException.class, () -> world.put(upload, number, FULL_PART));
      }
      world.disk.mend();
      assertEquals(0, world.uploads.usage().bytes());
    }
    PartRef two = world.send(upload, 2, FULL_PART);
    PartRef one = world.send(upload, 1, FULL_PART);
    world.finish(upload, join(FULL_PART, FULL_PART), one, two);
  }

  @Test
  void anUploadThatTheDiskRefusesToBeginIsNotThere() {
    world.uploads.abort(ALICE, upload);
    for (Op refused : new Op[] {Op.CREATE_DIRECTORIES, Op.OPEN, Op.WRITE, Op.FORCE, Op.MOVE}) {
      world.disk.refuse(op -> op == refused);
      assertThrows(DiskException.class, () -> world.uploads.initiate(ALICE, ANY_NAME));
      world.disk.mend();
      world.assertNothingLeft();
    }
    for (int i = 0; i < 3; i++) {
      world.begin();
    }
  }

  @Test
  void aNameIsADigestOrAnythingWithoutAColonAndNeverAPath() {
    Map<String, Boolean> names =
        Map.of(
            "uploads/temp-0b8f0c9e-9f00-4f6e-8a33-0d7e2d1c5d1f",
            true,
            "../../../etc/passwd",
            true,
            "sha256:" + "ab".repeat(32),
            true,
            "sha512:" + "ab".repeat(64),
            true,
            "",
            false,
            "x".repeat(141),
            false,
            "sha256:../../etc/passwd",
            false,
            "sha256:" + "AB".repeat(32),
            false,
            "md5:" + "ab".repeat(16),
            false,
            "sha256:" + "ab".repeat(31),
            false);
    names.forEach(
        (name, good) -> {
          InitiateResult result = world.uploads.initiate(BOB, name);
          if (good) {
            UploadId id = assertInstanceOf(InitiateResult.Started.class, result).id();
            assertInstanceOf(AbortResult.Aborted.class, world.uploads.abort(BOB, id.toString()));
          } else {
            assertRefused(UploadError.INVALID_DIGEST, result);
          }
        });
    world.uploads.abort(ALICE, upload);
    world.assertNothingLeft();
  }
}
