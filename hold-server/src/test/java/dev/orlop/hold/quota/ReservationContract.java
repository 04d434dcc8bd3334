package dev.orlop.hold.quota;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.StoredBlob;
import dev.orlop.hold.layers.LayerIndex;
import dev.orlop.testkit.ClockAt;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What reservations are to those who ask for them, wherever they are written down. */
abstract class ReservationContract {
  static final Did ALICE = Did.parse("did:plc:ewvi7nxzyoun6zhxrhs64oiz");
  static final Did BOB = Did.parse("did:web:bob.example.com");
  static final Duration LEASE = Duration.ofHours(24);

  final ClockAt clock = new ClockAt("2026-11-21T12:30:00Z");

  /** Opens them as another process does, whatever those before were doing. */
  abstract Reservations open(LayerIndex layers);

  final Reservations open() {
    return open(new LayerIndex());
  }

  static StoredBlob blob(String content) {
    return new StoredBlob(
        Digest.hash(Digest.Algorithm.SHA256, content.getBytes(StandardCharsets.UTF_8)),
        content.length());
  }

  /** What is alice's, to who knew it before and to who opens them now. */
  final void assertReserved(long bytes, Reservations before) {
    assertEquals(bytes, before.bytes(ALICE));
    assertEquals(bytes, open().bytes(ALICE));
  }

  @Test
  void aBlobIsReservedOnceForWhoBroughtIt() {
    Reservations brought = open();
    brought.keep(ALICE, blob("one"));
    brought.keep(ALICE, blob("one"));
    brought.keep(ALICE, blob("three"));
    assertEquals(8, brought.bytes(ALICE));
    assertEquals(0, brought.bytes(BOB));
  }

  @Test
  void reservationsOutliveAProcessThatIsKilled() {
    open().keep(ALICE, blob("one"));
    clock.advance(Duration.ofHours(2));
    Reservations second = open();
    second.keep(ALICE, blob("three"));
    // Neither was closed.
    assertEquals(8, open().bytes(ALICE));
  }

  @Test
  void aReservationIsOverAfterItsLeaseUnlessTheBlobIsBroughtAgain() {
    Reservations brought = open();
    brought.keep(ALICE, blob("one"));
    brought.keep(ALICE, blob("three"));
    clock.advance(Duration.ofHours(20));
    brought.keep(ALICE, blob("three"));
    clock.advance(Duration.ofHours(4));
    assertReserved(5, brought);
    clock.advance(Duration.ofHours(20));
    brought.keep(BOB, blob("one"));
    assertEquals(0, open().bytes(ALICE));
  }

  @Test
  void whatIsGivenUpIsReservedNoMore() {
    Reservations brought = open();
    brought.keep(ALICE, blob("one"));
    brought.keep(BOB, blob("one"));
    brought.release(ALICE, blob("one").digest());
    assertEquals(0, brought.bytes(ALICE));
    assertEquals(3, brought.bytes(BOB));
  }
}
