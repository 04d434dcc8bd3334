package dev.orlop.hold.upload;

import static dev.orlop.hold.blob.Content.bytes;
import static dev.orlop.hold.upload.UploadWorld.ALICE;
import static dev.orlop.hold.upload.UploadWorld.BOB;
import static dev.orlop.hold.upload.UploadWorld.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.orlop.hold.disk.FaultyDisk.Op;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class UploadExpiryTest extends WithUpload {
  private static final byte[] PART = bytes(1, 1000);
  // More than is read from a body at once.
  private static final int CHUNK = 200_000;

  private void pass(Duration time) {
    world.clock.advance(time);
  }

  @Test
  void anUploadThatIsIdleForTooLongLeavesNothing() {
    PartRef one = world.send(upload, 1, PART);
    world.send(upload, 7, PART);
    pass(Duration.ofHours(1));
    assertEquals(0, world.uploads.expire());
    pass(Duration.ofMillis(1));
    assertEquals(1, world.uploads.expire());
    world.assertNothingLeft();
    assertRefused(UploadError.INVALID_UPLOAD_ID, world.put(upload, 2, PART));
    assertRefused(UploadError.INVALID_UPLOAD_ID, world.uploads.partTarget(ALICE, upload, 2));
    assertRefused(
        UploadError.INVALID_UPLOAD_ID, world.complete(upload, UploadWorld.sha256(PART), one));
    assertRefused(UploadError.INVALID_UPLOAD_ID, world.uploads.abort(ALICE, upload));
    assertEquals(0, world.uploads.expire());
  }

  @Test
  void partsKeepAnUploadAliveButNotForEver() {
    for (int part = 1; part <= 20; part++) {
      pass(Duration.ofMinutes(59));
      assertEquals(0, world.uploads.expire());
      world.send(upload, part, PART);
    }
    for (int minutes = 20 * 59; minutes < 24 * 60 - 50; minutes += 50) {
      pass(Duration.ofMinutes(50));
      world.send(upload, 20, PART);
    }
    assertEquals(0, world.uploads.expire());
    pass(Duration.ofMinutes(50));
    assertEquals(1, world.uploads.expire());
    world.assertNothingLeft();
  }

  @Test
  void aBodyThatTricklesKeepsItsUploadAlive() throws IOException {
    for (int number : new int[] {1, 5}) {
      assertInstanceOf(
          PartResult.Stored.class,
          world.uploads.writePart(
              UploadId.parse(upload).orElseThrow(),
              number,
              Bodies.meanwhile(
                  new byte[CHUNK], () -> pass(Duration.ofMinutes(40)), new byte[CHUNK]),
              OptionalLong.empty()));
      pass(Duration.ofMinutes(40));
      assertEquals(0, world.uploads.expire());
    }
  }

  @Test
  void aConnectionThatHangsIsCutOffWhenItsUploadExpires() throws IOException {
    for (int number : new int[] {1, 2}) {
      String id = world.begin(BOB, UploadWorld.ANY_NAME);
      assertRefused(
          UploadError.INVALID_UPLOAD_ID,
          world.uploads.writePart(
              UploadId.parse(id).orElseThrow(),
              number,
              Bodies.meanwhile(
                  new byte[CHUNK],
                  () -> {
                    pass(Duration.ofHours(2));
                    world.uploads.expire();
                  },
                  new byte[CHUNK]),
              OptionalLong.empty()));
      world.assertNothingLeft();
    }
  }

  @Test
  void anAbortedUploadLeavesNothingWhateverItHeld() throws IOException {
    world.send(upload, 1, PART);
    world.send(upload, 2, PART);
    world.send(upload, 2, bytes(2, 500));
    world.send(upload, 9, PART);
    assertInstanceOf(AbortResult.Aborted.class, world.uploads.abort(ALICE, upload));
    world.assertNothingLeft();
    world.reopen();
    world.assertNothingLeft();
    assertRefused(UploadError.INVALID_UPLOAD_ID, world.uploads.abort(ALICE, upload));
  }

  @Test
  void anAbortDuringAPartLeavesNothing() throws IOException {
    for (int number : new int[] {1, 2}) {
      String id = world.begin();
      assertRefused(
          UploadError.INVALID_UPLOAD_ID,
          world.uploads.writePart(
              UploadId.parse(id).orElseThrow(),
              number,
              Bodies.meanwhile(
                  new byte[CHUNK], () -> world.uploads.abort(ALICE, id), new byte[CHUNK]),
              OptionalLong.empty()));
    }
    world.uploads.abort(ALICE, upload);
    world.assertNothingLeft();
  }

  @Test
  void anUploadIsItsOwnersAlone() {
    PartRef one = world.send(upload, 1, PART);
    for (String id : new String[] {upload, UploadId.random().toString(), "", "..", upload + "/"}) {
      assertRefused(UploadError.INVALID_UPLOAD_ID, world.uploads.partTarget(BOB, id, 1));
      assertRefused(UploadError.INVALID_UPLOAD_ID, world.uploads.abort(BOB, id));
      assertRefused(
          UploadError.INVALID_UPLOAD_ID,
          world.uploads.complete(BOB, id, UploadWorld.sha256(PART), List.of(one)));
    }
    world.finish(upload, PART, one);
  }

  @Test
  void whatAnUploadBecameIsRememberedForAWhile() {
    PartRef one = world.send(upload, 1, PART);
    world.finish(upload, PART, one);
    pass(Duration.ofHours(1));
    world.uploads.expire();
    world.finish(upload, PART, one);
    pass(Duration.ofHours(1).plusMillis(1));
    world.uploads.expire();
    assertRefused(
        UploadError.INVALID_UPLOAD_ID, world.complete(upload, UploadWorld.sha256(PART), one));
    world.assertNothingLeft();
    world.assertStored(PART);
  }

  @Test
  void whatTheDiskDoesNotGiveUpGoesWithTheNextStart() {
    world.send(upload, 1, PART);
    pass(Duration.ofHours(2));
    world.disk.refuse(op -> op == Op.DELETE);
    world.uploads.expire();
    assertEquals(new UploadService.Usage(0, 0), world.uploads.usage());
    world.disk.mend();
    world.reopen();
    world.uploads.expire();
    world.assertNothingLeft();
  }
}
