package dev.orlop.hold.upload;

import static dev.orlop.hold.blob.Content.bytes;
import static dev.orlop.hold.upload.UploadWorld.ALICE;
import static dev.orlop.hold.upload.UploadWorld.ANY_NAME;
import static dev.orlop.hold.upload.UploadWorld.assertRefused;
import static dev.orlop.hold.upload.UploadWorld.join;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.orlop.car.cid.Digest;
import dev.orlop.hold.disk.Crash;
import dev.orlop.hold.disk.CrashHook;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UploadRestartTest {
  private static final byte[] ONE = bytes(1, 300_000);
  private static final byte[] TWO = bytes(2, 200_000);
  private static final byte[] THREE = bytes(3, 5000);

  @TempDir Path folder;
  private UploadWorld world;

  @BeforeEach
  void open() {
    world = new UploadWorld(folder);
  }

  @AfterEach
  void unhook() {
    CrashHook.unhook();
  }

  @Test
  void anUploadGoesOnAfterARestartWhereverItWas() {
    String upload = world.begin();
    world.reopen();
    PartRef one = world.send(upload, 1, ONE);
    world.reopen();
    PartRef three = world.send(upload, 3, THREE);
    world.reopen();
    PartRef two = world.send(upload, 2, TWO);
    world.reopen();
    assertEquals(
        new UploadService.Usage(1, ONE.length + TWO.length + THREE.length), world.uploads.usage());
    PartRef again = world.send(upload, 1, THREE);
    world.reopen();
    byte[] whole = join(THREE, TWO, THREE);
    assertRefused(
        UploadError.MISSING_PARTS,
        world.complete(upload, UploadWorld.sha256(whole), one, two, three));
    world.finish(upload, whole, again, two, three);
    world.reopen();
    world.finish(upload, whole, again, two, three);
    assertEquals(new UploadService.Usage(0, 0), world.uploads.usage());
  }

  @Test
  void ownerDeclaredDigestAndAgeOutliveARestart() {
    String upload = world.begin(ALICE, UploadWorld.sha256(ONE).toString());
    PartRef one = world.send(upload, 1, ONE);
    world.reopen();
    assertRefused(UploadError.INVALID_UPLOAD_ID, world.uploads.abort(UploadWorld.BOB, upload));
    assertRefused(UploadError.INVALID_DIGEST, world.complete(upload, UploadWorld.sha256(TWO), one));
    world.begin();
    world.begin();
    world.reopen();
    assertRefused(UploadError.TOO_MANY_UPLOADS, world.uploads.initiate(ALICE, ANY_NAME));
    world.clock.advance(Duration.ofHours(1).plusMillis(1));
    world.reopen();
    assertEquals(3, world.uploads.expire());
    world.assertNothingLeft();
  }

  @ParameterizedTest
  @EnumSource(names = {"FOLDER_MADE", "STARTED"})
  void anUploadThatACrashInterruptsAtItsBeginIsThereOrNot(UploadStep step) {
    Crash.at(step);
    assertThrows(Crash.class, () -> world.uploads.initiate(ALICE, ANY_NAME));
    CrashHook.unhook();
    world.reopen();
    if (step == UploadStep.STARTED) {
      assertEquals(new UploadService.Usage(1, 0), world.uploads.usage());
      world.clock.advance(Duration.ofHours(2));
      assertEquals(1, world.uploads.expire());
    }
    world.assertNothingLeft();
  }

  @ParameterizedTest
  @EnumSource(names = {"PART_WRITTEN", "PART_LOGGED"})
  void aPartThatACrashInterruptsMayBeSentAgainAndNoOtherIsLost(UploadStep step) {
    for (int number = 1; number <= 3; number++) {
      String upload = world.begin();
      PartRef one = world.send(upload, 1, ONE);
      int interrupted = number;
      Crash.at(step);
      assertThrows(Crash.class, () -> world.put(upload, interrupted, TWO));
      CrashHook.unhook();
      world.reopen();
      PartRef two = world.send(upload, 2, TWO);
      if (number == 1) {
        one = world.send(upload, 1, ONE);
      }
      world.finish(upload, join(ONE, TWO), one, two);
    }
    assertEquals(new UploadService.Usage(0, 0), world.uploads.usage());
  }

  @ParameterizedTest
  @EnumSource(names = {"ASSEMBLED", "VERIFIED", "INTENT_WRITTEN", "PUBLISHED"})
  void aCompletionThatACrashInterruptsCanBeRepeatedHoweverThePartsCame(UploadStep step) {
    long seed = 0;
    // Each list: parts in the order in which they are sent, some of them twice.
    for (int[] order :
        new int[][] {{1, 2, 3}, {3, 1, 2}, {3, 2, 1}, {1, 2, 3, 2}, {1, 2, 3, 1}, {1, 2, 3, 3}}) {
      byte[][] contents = {new byte[0], new byte[0], new byte[0]};
      PartRef[] parts = new PartRef[3];
      String upload = world.begin();
      for (int i = 0; i < order.length; i++) {
        int number = order[i];
        contents[number - 1] = bytes(seed++, 10_000 * (i + 1));
        parts[number - 1] = world.send(upload, number, contents[number - 1]);
      }
      byte[] whole = join(contents);
      Digest digest = UploadWorld.sha256(whole);
      Crash.at(step);
      assertThrows(Crash.class, () -> world.complete(upload, digest, parts));
      CrashHook.unhook();
      if (step != UploadStep.PUBLISHED) {
        world.assertAbsent(digest);
      }
      world.reopen();
      if (step.compareTo(UploadStep.INTENT_WRITTEN) >= 0) {
        world.assertStored(whole);
      }
      world.finish(upload, whole, parts);
      assertEquals(new UploadService.Usage(0, 0), world.uploads.usage());
    }
  }

  @Test
  void aTornPartsLogLosesThePartsBehindTheTearAndNoOthers() throws IOException {
    String upload = world.begin();
    PartRef one = world.send(upload, 1, ONE);
    PartRef three = world.send(upload, 3, THREE);
    long whole = Files.size(world.file(upload, "parts"));
    world.send(upload, 2, TWO);
    cut(world.file(upload, "parts"), whole + 20);
    world.reopen();
    assertRefused(
        UploadError.MISSING_PARTS,
        world.complete(upload, UploadWorld.sha256(ONE), one, new PartRef(2, three.etag()), three));
    assertEquals(ONE.length + THREE.length, world.uploads.usage().bytes());
    PartRef two = world.send(upload, 2, TWO);
    world.reopen();
    world.finish(upload, join(ONE, TWO, THREE), one, two, three);
  }

  @Test
  void whatAPowerCutTookOfAPartIsAnsweredAsMissing() throws IOException {
    String upload = world.begin();
    PartRef one = world.send(upload, 1, ONE);
    PartRef two = world.send(upload, 2, TWO);
    PartRef four = world.send(upload, 4, THREE);
    // The log says more than the files hold: one is shorter, of one only the length is right.
    cut(world.file(upload, "data"), ONE.length + 100);
    Files.write(world.file(upload, "part-4-1"), new byte[0]);
    world.reopen();
    assertEquals(ONE.length, world.uploads.usage().bytes());
    assertRefused(
        UploadError.MISSING_PARTS, world.complete(upload, UploadWorld.sha256(ONE), one, two, four));
    PartRef again = world.send(upload, 2, TWO);
    byte[] data = Files.readAllBytes(world.file(upload, "data"));
    Arrays.fill(data, ONE.length, data.length, (byte) 0);
    Files.write(world.file(upload, "data"), data);
    world.reopen();
    assertRefused(
        UploadError.MISSING_PARTS,
        world.complete(upload, UploadWorld.sha256(join(ONE, TWO)), one, again));
    world.finish(upload, join(ONE, TWO), one, world.send(upload, 2, TWO));
    assertEquals(new UploadService.Usage(0, 0), world.uploads.usage());
  }

  @Test
  void whatIsNoUploadOfOursIsLeftAloneAndKeepsNothingFromStarting() throws IOException {
    String upload = world.begin();
    PartRef one = world.send(upload, 1, ONE);
    String broken = world.begin();
    Files.writeString(world.file(broken, "session"), "not a session\n");
    Files.createDirectories(world.folder.resolve("uploads/lost+found"));
    world.reopen();
    assertRefused(UploadError.INVALID_UPLOAD_ID, world.put(broken, 1, ONE));
    assertEquals("not a session\n", Files.readString(world.file(broken, "session")));
    world.finish(upload, ONE, one);
  }

  private static void cut(Path file, long length) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(length);
    }
  }
}
