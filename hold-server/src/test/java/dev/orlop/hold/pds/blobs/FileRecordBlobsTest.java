package dev.orlop.hold.pds.blobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.hold.disk.Crash;
import dev.orlop.hold.disk.CrashHook;
import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.lease.LeaseLog;
import dev.orlop.hold.lease.Leases;
import dev.orlop.hold.pds.blobs.BlobSweeper.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FileRecordBlobsTest extends RecordBlobsContract {
  /** Whose records refer to the blob. */
  private final Set<Did> referring = ConcurrentHashMap.newKeySet();

  private References references = (did, _) -> referring.contains(did);

  @Override
  Holders holders() {
    return Holders.inFolder(
        folder.resolve("holders"), Disk.REAL, (did, cid) -> references.has(did, cid));
  }

  @Override
  Leases leases(Duration length) {
    return new LeaseLog(folder.resolve("leases"), Disk.REAL, length, clock);
  }

  @Override
  void refer(Did did) {
    referring.add(did);
  }

  @Override
  void referNoMore(Did did) {
    referring.remove(did);
  }

  @Override
  boolean happens(BlobStep step) {
    return true;
  }

  private BlobSweeper impatient() {
    return new BlobSweeper(blobs, new Settings(Duration.ZERO, Duration.ZERO), clock);
  }

  @Test
  void twoWhoWriteTheSameFileAtOnceDoNotWriteIntoEachOther() {
    CrashHook.hook(
        point -> {
          if (point == BlobStep.HOLDER_WRITTEN) {
            CrashHook.unhook();
            upload(ALICE);
          }
        });
    HeldBlob blob = upload(ALICE);
    assertEquals(Optional.of(blob), blobs.find(ALICE, CID));
  }

  @Test
  void whatACrashLeftOfAHolderGoesWithTheSweeper() throws IOException {
    Crash.at(BlobStep.HOLDER_WRITTEN);
    assertThrows(Crash.class, () -> upload(ALICE));
    CrashHook.unhook();
    open();
    sweeper.sweep();
    try (Stream<Path> left = Files.walk(folder.resolve("holders"))) {
      assertEquals(List.of(), left.filter(Files::isRegularFile).toList());
    }
  }

  @Test
  void aWriteThatRefersToABlobAtTheMomentOfTheSweepKeepsIt() throws Exception {
    HeldBlob blob = upload(ALICE);
    CountDownLatch writing = new CountDownLatch(1);
    CountDownLatch asked = new CountDownLatch(1);
    // The sweeper has looked, and found no reference, before the write makes one.
    references =
        (did, _) -> {
          boolean has = referring.contains(did);
          asked.countDown();
          return has;
        };
    FutureTask<Boolean> write =
        new FutureTask<>(
            () ->
                blobs.referring(
                    ALICE,
                    List.of(blob.ref()),
                    _ -> {
                      writing.countDown();
                      await(asked);
                      return referring.add(ALICE);
                    }));
    Thread.ofPlatform().start(write);
    await(writing);
    assertEquals(0, impatient().sweep());
    assertTrue(write.get());
    assertEquals(Optional.of(blob), blobs.find(ALICE, CID));
    assertTrue(hasBytes());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whenNobodyCanSayTheBlobStays() {
    HeldBlob blob = upload(ALICE);
    references =
        (_, _) -> {
          throw new IllegalStateException("no index");
        };
    BlobSweeper unsure = impatient();
    assertEquals(0, unsure.sweep());
    assertEquals(0, unsure.sweep());
    assertFalse(blobs.remove(blob));
    assertTrue(blobs.find(ALICE, CID).isPresent());
  }

  @Test
  void aFileThatIsNoneOfOursIsPassedOver() throws IOException {
    upload(ALICE);
    Path note;
    try (Stream<Path> all = Files.walk(folder.resolve("holders"))) {
      note = all.filter(Files::isRegularFile).findFirst().orElseThrow().resolveSibling("note");
    }
    Files.writeString(note, "mine");
    sweepUntilDue();
    assertTrue(blobs.find(ALICE, CID).isEmpty());
    assertEquals("mine", Files.readString(note));
  }
}
