package dev.orlop.hold.lease;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.Content;
import dev.orlop.testkit.ClockAt;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

/** What any memory of blobs that were given up does. */
abstract class WithdrawalsContract {
  static final Did ALICE = Did.parse("did:plc:ewvi7nxzyoun6zhxrhs64oiz");
  static final Digest BLOB = Content.of("blob").digest();

  private static final Did BOB = Did.parse("did:web:bob.example.com");
  private static final Digest OTHER = Content.of("other").digest();

  private final ClockAt clock = new ClockAt("2026-11-21T12:30:00Z");

  abstract Withdrawals open(InstantSource time);

  @Test
  void itIsRememberedOfWhomItWasAndOfWhatForADay() {
    Withdrawals withdrawals = open(clock);
    assertFalse(withdrawals.has(ALICE, BLOB));
    withdrawals.add(ALICE, BLOB);
    assertTrue(withdrawals.has(ALICE, BLOB));
    assertFalse(withdrawals.has(BOB, BLOB));
    assertFalse(withdrawals.has(ALICE, OTHER));
    clock.advance(Duration.ofHours(23));
    assertTrue(withdrawals.has(ALICE, BLOB));
    clock.advance(Duration.ofHours(2));
    assertFalse(withdrawals.has(ALICE, BLOB));
  }

  @Test
  void whoGivesItUpAgainIsRememberedFromThenOn() {
    Withdrawals withdrawals = open(clock);
    withdrawals.add(ALICE, BLOB);
    clock.advance(Duration.ofHours(23));
    withdrawals.add(ALICE, BLOB);
    withdrawals.add(BOB, OTHER);
    clock.advance(Duration.ofHours(23));
    assertTrue(withdrawals.has(ALICE, BLOB));
    clock.advance(Duration.ofHours(2));
    withdrawals.add(BOB, OTHER);
    assertFalse(withdrawals.has(ALICE, BLOB));
    assertTrue(withdrawals.has(BOB, OTHER));
  }
}
