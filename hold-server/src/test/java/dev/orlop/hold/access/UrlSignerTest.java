package dev.orlop.hold.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.access.SignedAct.GetBlob;
import dev.orlop.hold.access.SignedAct.HeadBlob;
import dev.orlop.hold.access.SignedAct.PutBlob;
import dev.orlop.hold.access.SignedAct.PutPart;
import dev.orlop.hold.access.UrlSigner.Signature;
import dev.orlop.hold.access.UrlSigner.Verdict;
import dev.orlop.testkit.ClockAt;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class UrlSignerTest {
  private static final Digest DIGEST = Digest.parse("sha256:" + "ab".repeat(32));
  private static final Digest OTHER = Digest.parse("sha256:" + "ac" + "ab".repeat(31));
  private static final Did ALICE = Did.parse("did:plc:ewvi7nxzyoun6zhxrhs64oiz");
  private static final Did BOB = Did.parse("did:plc:z72i7hdynmk6r22z27h6tvur");
  private static final List<SignedAct> ACTS =
      List.of(
          new GetBlob(DIGEST),
          new GetBlob(OTHER),
          new GetBlob(Digest.parse("sha512:" + "ab".repeat(64))),
          new HeadBlob(DIGEST),
          new PutBlob(ALICE, DIGEST),
          new PutBlob(BOB, DIGEST),
          new PutBlob(ALICE, OTHER),
          new PutPart("0b8f0c9e", 1),
          new PutPart("0b8f0c9e", 11),
          new PutPart("0b8f0c9e1", 1),
          new PutPart("0b8f0c9f", 1));

  private final ClockAt clock = new ClockAt("2026-11-21T12:00:00Z");
  private final UrlSigner signer = signer("the hold's own key, which nobody");

  private UrlSigner signer(String key) {
    return new UrlSigner(key.getBytes(StandardCharsets.UTF_8), clock, UrlSigner.DEFAULT_LIFE);
  }

  @Test
  void whatIsSignedIsGoodForThatActAndNoOther() {
    for (SignedAct signed : ACTS) {
      Signature signature = signer.sign(signed);
      for (SignedAct act : ACTS) {
        assertEquals(
            act.equals(signed) ? Verdict.GOOD : Verdict.FORGED,
            signer.check(act, signature),
            () -> signed + " for " + act);
      }
    }
  }

  @Test
  void aUrlIsGoodForFifteenMinutesAndNoLonger() {
    GetBlob act = new GetBlob(DIGEST);
    Signature signature = signer.sign(act);
    clock.advance(Duration.ofMinutes(15).minusMillis(1));
    assertEquals(Verdict.GOOD, signer.check(act, signature));
    clock.advance(Duration.ofMillis(1));
    assertEquals(Verdict.EXPIRED, signer.check(act, signature));
  }

  @Test
  void anExpiryThatIsPutOffIsForged() {
    GetBlob act = new GetBlob(DIGEST);
    Signature signature = signer.sign(act);
    for (long expires :
        new long[] {signature.expires() + 1, signature.expires() - 1, 0, -1, Long.MAX_VALUE}) {
      assertEquals(Verdict.FORGED, signer.check(act, new Signature(expires, signature.mac())));
    }
  }

  @Test
  void aMacThatDiffersInOneCharacterIsForged() {
    GetBlob act = new GetBlob(DIGEST);
    Signature signature = signer.sign(act);
    for (int i = 0; i < signature.mac().length(); i++) {
      StringBuilder mac = new StringBuilder(signature.mac());
      mac.setCharAt(i, mac.charAt(i) == 'A' ? 'B' : 'A');
      assertForged(act, signature, mac.toString());
    }
    assertForged(act, signature, "");
    assertForged(act, signature, signature.mac() + "=");
    assertForged(act, signature, signature.mac().substring(1));
    assertForged(act, signature, "\u00e9".repeat(43));
  }

  private void assertForged(SignedAct act, Signature signature, String mac) {
    assertEquals(Verdict.FORGED, signer.check(act, new Signature(signature.expires(), mac)));
  }

  @Test
  void theKeyOfAnotherHoldSignsNothingForThisOne() {
    GetBlob act = new GetBlob(DIGEST);
    Signature theirs = signer("the key of another hold, not ours").sign(act);
    assertNotEquals(theirs, signer.sign(act));
    assertEquals(Verdict.FORGED, signer.check(act, theirs));
  }

  @Test
  void aSignatureNeedsNoEscapingInAUrl() {
    for (SignedAct act : ACTS) {
      assertTrue(signer.sign(act).mac().matches("[A-Za-z0-9_-]{43}"));
    }
  }

  @Test
  void aShortKeyAndAFieldWithALineBreakAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> signer("31 bytes are one less than 32.."));
    assertThrows(IllegalArgumentException.class, () -> signer.sign(new PutPart("0b8f\n1", 1)));
  }
}
