package dev.orlop.hold.pds.blobs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.data.BlobRef;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cid.Cid;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.BlobLocation;
import dev.orlop.hold.blob.SmallBlobs;
import dev.orlop.hold.blob.file.FileBlobStore;
import dev.orlop.hold.disk.Crash;
import dev.orlop.hold.disk.CrashHook;
import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.pds.blobs.BlobSweeper.Settings;
import dev.orlop.testkit.ClockAt;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecordBlobsTest {
  private static final Did ALICE = Did.parse("did:plc:alice222222222222222222a");
  private static final Did BOB = Did.parse("did:plc:bob2222222222222222222bb");
  private static final byte[] HELLO = "hello".getBytes(UTF_8);
  private static final Cid CID = Cid.hash(Cid.Codec.RAW, HELLO);
  private static final Settings SETTINGS = Settings.DEFAULT;

  @TempDir Path folder;
  private final ClockAt clock = new ClockAt("2026-11-21T12:00:00Z");

  /** The blobs that records refer to, of whichever account. */
  private final Set<Cid> referred = new HashSet<>();

  private RecordBlobs blobs;
  private BlobSweeper sweeper;

  @BeforeEach
  void open() {
    blobs =
        new RecordBlobs(
            new FileBlobStore(folder, Disk.REAL, SmallBlobs.Settings.OFF),
            folder.resolve("holders"),
            Disk.REAL,
            clock);
    sweeper = new BlobSweeper(blobs, (_, cid) -> referred.contains(cid), SETTINGS, clock);
  }

  @AfterEach
  void unhook() {
    CrashHook.unhook();
  }

  private HeldBlob upload(Did holder) {
    try {
      return blobs.upload(holder, "text/plain", new ByteArrayInputStream(HELLO));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private boolean hasBytes() {
    return blobs.store().size(Digest.of(CID)).isPresent();
  }

  /** Lets what is unused go through all its time. */
  private void sweepUntilDue() {
    sweeper.sweep();
    clock.advance(SETTINGS.unused().plus(SETTINGS.doubt()));
    sweeper.sweep();
  }

  @Test
  void whatWasUploadedIsHeldByItsUploaderAloneAlsoAfterARestart() {
    HeldBlob blob = upload(ALICE);
    assertEquals(CID, blob.cid());
    assertEquals(5, blob.size());
    open();
    assertEquals(Optional.of(blob), blobs.find(ALICE, CID));
    assertInstanceOf(BlobLocation.Local.class, blobs.locate(blob));
    assertTrue(blobs.find(BOB, CID).isEmpty());
  }

  @Test
  void theSameBlobIsTakenInTwiceAtOnce() {
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
  void aReferenceMustBeToTheBlobAsItIs() {
    HeldBlob blob = upload(ALICE);
    assertEquals("written", blobs.referring(ALICE, List.of(blob.ref()), () -> "written"));
    BlobRef other = new BlobRef(Cid.hash(Cid.Codec.RAW, new byte[1]), "text/plain", 1);
    assertInstanceOf(BlobFault.Unknown.class, fault(ALICE, other));
    assertInstanceOf(BlobFault.Unknown.class, fault(BOB, blob.ref()));
    assertInstanceOf(BlobFault.WrongType.class, fault(ALICE, new BlobRef(CID, "image/png", 5)));
    assertInstanceOf(BlobFault.WrongSize.class, fault(ALICE, new BlobRef(CID, "text/plain", 6)));
    Cid sameHash = Cid.of(Cid.Codec.DAG_CBOR, CID.sha256());
    assertInstanceOf(BlobFault.Unknown.class, fault(ALICE, new BlobRef(sameHash, "text/plain", 5)));
  }

  private BlobFault fault(Did did, BlobRef ref) {
    return assertThrows(
            InvalidBlobException.class,
            () ->
                blobs.referring(
                    did,
                    List.of(ref),
                    () -> {
                      throw new AssertionError("must not be written");
                    }))
        .fault();
  }

  @Test
  void whatNoRecordRefersToGoesAfterAWhileAndNotBefore() {
    upload(ALICE);
    sweeper.sweep();
    clock.advance(SETTINGS.unused().minus(Duration.ofSeconds(1)));
    assertEquals(0, sweeper.sweep());
    assertTrue(blobs.find(ALICE, CID).isPresent());
    clock.advance(Duration.ofSeconds(1));
    assertEquals(1, sweeper.sweep());
    assertTrue(blobs.find(ALICE, CID).isEmpty());
    assertFalse(hasBytes());
    assertEquals(0, sweeper.sweep());
  }

  @Test
  void whatARecordRefersToStaysAndGoesSomeTimeAfterTheLastReference() {
    upload(ALICE);
    referred.add(CID);
    sweepUntilDue();
    assertTrue(blobs.find(ALICE, CID).isPresent());
    referred.clear();
    assertEquals(0, sweeper.sweep());
    clock.advance(SETTINGS.doubt().minus(Duration.ofSeconds(1)));
    assertEquals(0, sweeper.sweep());
    clock.advance(Duration.ofSeconds(1));
    assertEquals(1, sweeper.sweep());
  }

  @Test
  void aBlobThatWasInUseMeanwhileIsDoubtedAnew() {
    upload(ALICE);
    sweeper.sweep();
    clock.advance(SETTINGS.unused());
    referred.add(CID);
    sweeper.sweep();
    referred.clear();
    assertEquals(0, sweeper.sweep());
    assertTrue(blobs.find(ALICE, CID).isPresent());
  }

  @Test
  void anUploadOfTheSameBytesBeginsTheWaitAnew() {
    upload(ALICE);
    sweeper.sweep();
    clock.advance(SETTINGS.unused().minus(Duration.ofSeconds(1)));
    upload(ALICE);
    clock.advance(SETTINGS.doubt());
    assertEquals(0, sweeper.sweep());
  }

  @Test
  void theBytesStayForAsLongAsAnybodyHoldsThem() {
    upload(ALICE);
    clock.advance(SETTINGS.unused());
    upload(BOB);
    sweeper.sweep();
    clock.advance(SETTINGS.doubt());
    assertEquals(1, sweeper.sweep());
    assertTrue(blobs.find(ALICE, CID).isEmpty());
    assertInstanceOf(BlobLocation.Local.class, blobs.locate(blobs.find(BOB, CID).orElseThrow()));
  }

  @Test
  void aWriteThatRefersToABlobAtTheMomentOfTheSweepKeepsIt() throws Exception {
    HeldBlob blob = upload(ALICE);
    sweeper.sweep();
    clock.advance(SETTINGS.unused());
    CountDownLatch writing = new CountDownLatch(1);
    CountDownLatch asked = new CountDownLatch(1);
    // The sweeper has looked, and found no reference, before the write makes one.
    BlobSweeper late =
        new BlobSweeper(
            blobs,
            (_, cid) -> {
              boolean has = referred.contains(cid);
              asked.countDown();
              return has;
            },
            new Settings(Duration.ZERO, Duration.ZERO),
            clock);
    FutureTask<Boolean> write =
        new FutureTask<>(
            () ->
                blobs.referring(
                    ALICE,
                    List.of(blob.ref()),
                    () -> {
                      writing.countDown();
                      await(asked);
                      return referred.add(CID);
                    }));
    Thread.ofPlatform().start(write);
    await(writing);
    late.sweep();
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
    upload(ALICE);
    BlobSweeper unsure =
        new BlobSweeper(
            blobs,
            (_, _) -> {
              throw new IllegalStateException("no index");
            },
            new Settings(Duration.ZERO, Duration.ZERO),
            clock);
    assertEquals(0, unsure.sweep());
    assertEquals(0, unsure.sweep());
    assertTrue(blobs.find(ALICE, CID).isPresent());
  }

  @Test
  void anUploadThatBreaksOffLeavesNothing() {
    InputStream gone = new ByteArrayInputStream(HELLO);
    InputStream broken =
        new SequenceInputStream(
            new ByteArrayInputStream(new byte[100_000]),
            new FilterInputStream(gone) {
              @Override
              public int read(byte[] buffer, int offset, int length) throws IOException {
                throw new IOException("gone");
              }
            });
    assertThrows(IOException.class, () -> blobs.upload(ALICE, "text/plain", broken));
    assertEquals(List.of(), blobs.store().list(Optional.empty(), 10));
  }

  @ParameterizedTest
  @EnumSource(BlobStep.class)
  void aProcessThatEndsInBetweenLeavesWhatTheSweeperFinds(BlobStep step) {
    if (step == BlobStep.HOLDER_GONE) {
      upload(ALICE);
    }
    Crash.at(step);
    assertThrows(
        Crash.class,
        () -> {
          upload(ALICE);
          sweepUntilDue();
        });
    CrashHook.unhook();
    open();
    boolean held = blobs.find(ALICE, CID).isPresent();
    assertEquals(step == BlobStep.HELD, held);
    // Who holds a blob has its bytes.
    assertTrue(hasBytes() || !held);
    sweepUntilDue();
    assertTrue(blobs.find(ALICE, CID).isEmpty());
    assertFalse(hasBytes());
    assertEquals(CID, upload(ALICE).cid());
    assertTrue(hasBytes());
  }

  @Test
  void theBytesSayWhatTheyAreBeforeTheUploaderDoes() throws IOException {
    byte[] png = "\u0089PNG\r\n\u001a\nrest".getBytes(ISO_8859_1);
    assertEquals(
        "image/png", blobs.upload(ALICE, "text/plain", new ByteArrayInputStream(png)).mimeType());
    assertEquals(
        "text/plain",
        blobs.upload(ALICE, "text/plain", new ByteArrayInputStream(HELLO)).mimeType());
    HeldBlob empty = blobs.upload(ALICE, "image/png", new ByteArrayInputStream(new byte[0]));
    assertEquals("image/png", empty.mimeType());
    assertEquals(0, empty.size());
  }
}
