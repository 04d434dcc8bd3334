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
import dev.orlop.hold.blob.BlobStore;
import dev.orlop.hold.blob.Shelf;
import dev.orlop.hold.blob.SmallBlobs;
import dev.orlop.hold.blob.StagedBlob;
import dev.orlop.hold.blob.file.FileBlobStore;
import dev.orlop.hold.disk.Crash;
import dev.orlop.hold.disk.CrashHook;
import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.lease.Leases;
import dev.orlop.hold.pds.blobs.BlobSweeper.Settings;
import dev.orlop.testkit.ClockAt;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the blobs of records are to those who deal with them, wherever it stands who holds them. */
abstract class RecordBlobsContract {
  static final Did ALICE = Did.parse("did:plc:alice222222222222222222a");
  static final Did BOB = Did.parse("did:plc:bob2222222222222222222bb");
  static final byte[] HELLO = "hello".getBytes(UTF_8);
  static final Cid CID = Cid.hash(Cid.Codec.RAW, HELLO);
  static final Settings SETTINGS = Settings.DEFAULT;

  @TempDir Path folder;

  // What lies in the trash is as old as it is: the test's time begins with the machine's.
  final ClockAt clock = new ClockAt(Instant.now().toString());

  BlobStore store;
  RecordBlobs blobs;
  BlobSweeper sweeper;

  /** Opens what the process before has left. */
  abstract Holders holders();

  abstract Leases leases(Duration length);

  /** From now on a record of the account refers to the blob. */
  abstract void refer(Did did);

  /** From now on none does. */
  abstract void referNoMore(Did did);

  /** Whether this is a place where a process may end. */
  abstract boolean happens(BlobStep step);

  @BeforeEach
  void open() {
    store = new FileBlobStore(folder, Disk.REAL, SmallBlobs.Settings.OFF);
    blobs = new RecordBlobs(store, leases(Duration.ofHours(1)), holders(), clock);
    sweeper = new BlobSweeper(blobs, SETTINGS, clock);
  }

  @AfterEach
  void unhook() {
    CrashHook.unhook();
  }

  HeldBlob upload(Did holder) {
    try {
      return blobs.upload(holder, "text/plain", new ByteArrayInputStream(HELLO));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  boolean hasBytes() {
    return store.size(Digest.of(CID)).isPresent();
  }

  /** Lets what is unused go through all its time. */
  void sweepUntilDue() {
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
  void ofManyBlobsThoseAreTold() {
    upload(ALICE);
    Cid other = Cid.hash(Cid.Codec.RAW, new byte[1]);
    assertEquals(Set.of(CID), blobs.among(ALICE, List.of(other, CID)));
    assertEquals(Set.of(), blobs.among(BOB, List.of(other, CID)));
    assertEquals(Set.of(), blobs.among(ALICE, List.of()));
    assertEquals(Set.of(Digest.of(CID)), blobs.held(List.of(Digest.of(other), Digest.of(CID))));
  }

  @Test
  void theSameBlobIsTakenInTwiceAtOnce() {
    CrashHook.hook(
        point -> {
          if (point == BlobStep.BYTES_STORED) {
            CrashHook.unhook();
            upload(ALICE);
          }
        });
    HeldBlob blob = upload(ALICE);
    assertEquals(Optional.of(blob), blobs.find(ALICE, CID));
  }

  @Test
  void whatWasSaidLastHolds() throws IOException {
    upload(ALICE);
    clock.advance(Duration.ofMinutes(-1));
    HeldBlob again = blobs.upload(ALICE, "text/html", new ByteArrayInputStream(HELLO));
    assertEquals(Optional.of(again), blobs.find(ALICE, CID));
  }

  @Test
  void aReferenceMustBeToTheBlobAsItIs() {
    HeldBlob blob = upload(ALICE);
    assertEquals(Set.of(CID), blobs.referring(ALICE, List.of(blob.ref()), needed -> needed));
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
                    _ -> {
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
  void bytesThatNobodyHoldsLieAsideForAWhileBeforeTheyGo() {
    // What is laid aside is as old as it is: it is to be of this moment by the test's clock, too.
    Duration all = SETTINGS.unused().plus(SETTINGS.doubt());
    clock.advance(all.negated());
    upload(ALICE);
    sweepUntilDue();
    assertFalse(hasBytes());
    sweeper.sweep();
    assertEquals(1, trash());
    clock.advance(SETTINGS.doubt().plusMinutes(1));
    sweeper.sweep();
    assertEquals(0, trash());
    assertFalse(hasBytes());
  }

  private int trash() {
    return store.list(Shelf.TRASH, Optional.empty(), 10).size();
  }

  @Test
  void bytesThatWereLaidAsideThoughSomebodyHoldsThemComeBack() {
    HeldBlob blob = upload(BOB);
    // As by whoever lost its lock on the way.
    assertTrue(store.trash(Digest.of(CID)));
    assertInstanceOf(BlobLocation.Local.class, blobs.locate(blob));
    assertTrue(store.trash(Digest.of(CID)));
    clock.advance(SETTINGS.doubt().plusMinutes(1));
    sweeper.sweep();
    assertTrue(hasBytes());
    assertEquals(0, trash());
  }

  @Test
  void bytesThatSomebodyIsAboutToHoldStay() {
    leases(Duration.ofHours(1)).take(Digest.of(CID));
    try (StagedBlob staged = store.stage(Digest.Algorithm.SHA256)) {
      staged.write(HELLO, 0, HELLO.length);
      Digest unused = staged.publish();
    }
    open();
    sweeper.sweep();
    assertTrue(hasBytes());
    clock.advance(Duration.ofHours(3));
    sweeper.sweep();
    assertFalse(hasBytes());
  }

  @Test
  void whatARecordRefersToStaysAndGoesSomeTimeAfterTheLastReference() {
    upload(ALICE);
    refer(ALICE);
    sweepUntilDue();
    assertTrue(blobs.find(ALICE, CID).isPresent());
    referNoMore(ALICE);
    assertEquals(0, sweeper.sweep());
    clock.advance(SETTINGS.doubt().minus(Duration.ofSeconds(1)));
    assertEquals(0, sweeper.sweep());
    clock.advance(Duration.ofSeconds(1));
    assertEquals(1, sweeper.sweep());
  }

  @Test
  void aReferenceOfAnotherAccountKeepsNothing() {
    upload(ALICE);
    refer(BOB);
    sweepUntilDue();
    assertTrue(blobs.find(ALICE, CID).isEmpty());
  }

  @Test
  void aBlobThatWasInUseMeanwhileIsDoubtedAnew() {
    upload(ALICE);
    sweeper.sweep();
    clock.advance(SETTINGS.unused());
    refer(ALICE);
    sweeper.sweep();
    referNoMore(ALICE);
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
  void whatWasUploadedAgainSinceItWasLookedAtIsNotTakenAway() {
    HeldBlob before = upload(ALICE);
    clock.advance(Duration.ofSeconds(1));
    upload(ALICE);
    assertFalse(blobs.remove(before));
    assertTrue(blobs.find(ALICE, CID).isPresent());
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
    clock.advance(Duration.ofHours(3));
    refer(BOB);
    sweeper.sweep();
    assertInstanceOf(BlobLocation.Local.class, blobs.locate(blobs.find(BOB, CID).orElseThrow()));
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
    assertEquals(List.of(), store.list(Optional.empty(), 10));
  }

  @ParameterizedTest
  @EnumSource(BlobStep.class)
  void aProcessThatEndsInBetweenLeavesWhatTheSweeperFinds(BlobStep step) {
    if (!happens(step)) {
      return;
    }
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
