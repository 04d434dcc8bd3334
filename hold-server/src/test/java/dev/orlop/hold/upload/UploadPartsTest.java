package dev.orlop.hold.upload;

import static dev.orlop.hold.blob.Content.bytes;
import static dev.orlop.hold.upload.UploadWorld.assertRefused;
import static dev.orlop.hold.upload.UploadWorld.join;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.hold.blob.BlobCheck;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UploadPartsTest extends WithUpload {
  private static final byte[] ONE = bytes(1, 300_000);
  private static final byte[] TWO = bytes(2, 200_000);
  private static final byte[] THREE = bytes(3, 77);
  private static final byte[] WHOLE = join(ONE, TWO, THREE);

  @Test
  void partsInOrderBecomeTheBlob() {
    PartRef one = world.send(upload, 1, ONE);
    PartRef two = world.send(upload, 2, TWO);
    PartRef three = world.send(upload, 3, THREE);
    assertNotEquals(one.etag(), two.etag());
    world.finish(upload, WHOLE, one, two, three);
  }

  @Test
  void partsThatComeInOrderAreHashedAsTheyComeAndNotReadAgain() throws IOException {
    PartRef one = world.send(upload, 1, ONE);
    PartRef two = world.send(upload, 2, TWO);
    PartRef three = world.send(upload, 3, THREE);
    // Whoever reads the file now sees other bytes.
    Files.write(world.file(upload, "data"), new byte[WHOLE.length]);
    assertInstanceOf(
        CompleteResult.Completed.class,
        world.complete(upload, UploadWorld.sha256(WHOLE), one, two, three));
    assertInstanceOf(
        BlobCheck.Damaged.class, world.blobs.verify(UploadWorld.sha256(WHOLE), Long.MAX_VALUE));
  }

  @Test
  void partsOutOfOrderBecomeTheSameBlob() {
    PartRef three = world.send(upload, 3, THREE);
    PartRef one = world.send(upload, 1, ONE);
    PartRef two = world.send(upload, 2, TWO);
    world.finish(upload, WHOLE, one, two, three);
  }

  @Test
  void partsMayComeAllAtOnce() throws Exception {
    List<byte[]> parts = IntStream.rangeClosed(1, 20).mapToObj(i -> bytes(i, 40_000 + i)).toList();
    List<PartRef> refs = new ArrayList<>();
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<PartRef>> sent =
          IntStream.rangeClosed(1, 20)
              .mapToObj(i -> pool.submit(() -> world.send(upload, i, parts.get(i - 1))))
              .toList();
      for (Future<PartRef> each : sent) {
        refs.add(each.get());
      }
    }
    world.finish(upload, join(parts.toArray(byte[][]::new)), refs.toArray(PartRef[]::new));
    assertEquals(new UploadService.Usage(0, 0), world.uploads.usage());
  }

  @Test
  void aPartSentAgainTakesThePlaceOfTheFormerWhereverItStands() {
    byte[] other = bytes(9, 123_456);
    for (int again = 1; again <= 3; again++) {
      String id = world.begin();
      List<byte[]> parts = new ArrayList<>(List.of(ONE, TWO, THREE));
      PartRef[] refs = new PartRef[3];
      for (int number = 1; number <= 3; number++) {
        refs[number - 1] = world.send(id, number, parts.get(number - 1));
      }
      PartRef former = refs[again - 1];
      refs[again - 1] = world.send(id, again, other);
      assertNotEquals(former, refs[again - 1]);
      parts.set(again - 1, other);
      world.finish(id, join(parts.toArray(byte[][]::new)), refs);
    }
  }

  @Test
  void aPartThatIsSentAgainButNotToItsEndLeavesTheFormer() {
    PartRef one = world.send(upload, 1, ONE);
    assertThrows(
        IOException.class,
        () ->
            world.uploads.writePart(
                UploadId.parse(upload).orElseThrow(),
                1,
                Bodies.broken(bytes(9, 200_000)),
                OptionalLong.empty()));
    world.finish(upload, ONE, one);
  }

  @Test
  void aPartWhoseConnectionBreaksIsAsIfItHadNotBeenSent() {
    PartRef one = world.send(upload, 1, ONE);
    long before = world.uploads.usage().bytes();
    assertThrows(
        IOException.class,
        () ->
            world.uploads.writePart(
                UploadId.parse(upload).orElseThrow(),
                2,
                Bodies.broken(bytes(9, 200_000)),
                OptionalLong.empty()));
    assertEquals(before, world.uploads.usage().bytes());
    PartRef two = world.send(upload, 2, TWO);
    world.finish(upload, join(ONE, TWO), one, two);
  }

  @Test
  void aBodyOfAnotherLengthThanAnnouncedIsRefused() throws IOException {
    for (long announced : new long[] {THREE.length - 1, THREE.length + 1, 0}) {
      assertRefused(
          UploadError.INCOMPLETE_BODY,
          world.uploads.writePart(
              UploadId.parse(upload).orElseThrow(),
              1,
              new ByteArrayInputStream(THREE),
              OptionalLong.of(announced)));
    }
    assertEquals(0, world.uploads.usage().bytes());
    world.finish(upload, THREE, world.send(upload, 1, THREE));
  }

  @Test
  void aListThatIsNotThePartsThatWereSentIsRefusedAndTheUploadGoesOn() {
    PartRef one = world.send(upload, 1, ONE);
    PartRef two = world.send(upload, 2, TWO);
    PartRef former = new PartRef(2, one.etag());
    PartRef three = new PartRef(3, two.etag());
    for (PartRef[] list :
        new PartRef[][] {
          {},
          {two},
          {two, one},
          {one, one},
          {one, two, two},
          {one, former},
          {one, two, three},
          {one, three},
          {new PartRef(0, one.etag())},
          {new PartRef(-1, one.etag()), one, two},
        }) {
      CompleteResult result = world.complete(upload, UploadWorld.sha256(WHOLE), list);
      assertRefused(UploadError.MISSING_PARTS, result);
    }
    world.assertNothingStored();
    world.finish(upload, join(ONE, TWO), one, two);
  }

  @Test
  void partsBehindTheLastListedAreLeftOut() {
    PartRef one = world.send(upload, 1, ONE);
    world.send(upload, 2, TWO);
    world.send(upload, 4, THREE);
    world.finish(upload, ONE, one);
    assertEquals(new UploadService.Usage(0, 0), world.uploads.usage());
  }

  @Test
  void anETagIsGoodWithAndWithoutItsQuotes() {
    PartResult.Stored stored =
        assertInstanceOf(PartResult.Stored.class, world.put(upload, 1, THREE));
    assertTrue(stored.etag().matches("\"[0-9a-f]{64}\""), stored.etag());
    assertEquals(
        new PartRef(1, stored.etag()),
        new PartRef(1, stored.etag().substring(1, stored.etag().length() - 1)));
    world.finish(upload, THREE, new PartRef(1, stored.etag()));
  }

  @Test
  void aBlobOfNoBytesNeedsNoParts() {
    world.finish(upload, new byte[0]);
    String other = world.begin();
    world.finish(other, new byte[0], world.send(other, 1, new byte[0]));
  }
}
