package dev.orlop.appview.resolve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.appview.hold.Hold;
import dev.orlop.appview.oci.OciError;
import dev.orlop.appview.oci.OciException;
import dev.orlop.appview.records.Captain;
import dev.orlop.appview.records.HoldRef;
import dev.orlop.appview.records.SailorProfile;
import dev.orlop.atproto.identity.DidDocument;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.lexicons.Nsids;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HoldsTest {
  private static final Did ALICE = TestNetwork.ALICE;
  private static final Did FIRST = Did.parse("did:web:first.example.com");
  private static final Did SECOND = Did.parse("did:web:second.example.com");
  private static final Did USUAL = Did.parse("did:web:usual.example.com");

  private final TestNetwork net = new TestNetwork();
  private final Holds holds = holds(Optional.of(new HoldRef.ByDid(USUAL)));

  HoldsTest() {
    net.hold(FIRST);
    net.hold(SECOND);
    net.hold(USUAL);
  }

  @AfterEach
  void close() {
    net.close();
  }

  private Holds holds(Optional<HoldRef> usual) {
    return new Holds(net.holdServers, net.holdRepos(), net.repos(), usual);
  }

  private void put(Did repo, RepoPath path, DataMap.Builder record) {
    net.pds.put(
        repo,
        path.collection(),
        path.rkey(),
        record.put("$type", path.collection().toString()).build());
  }

  private void profile(String hold) {
    put(ALICE, SailorProfile.PATH, DataMap.builder().put("defaultHold", hold));
  }

  private void successor(Did hold, Did next) {
    put(
        hold,
        Captain.PATH,
        DataMap.builder().put("owner", ALICE.value()).put("successor", next.value()));
  }

  private void legacy(String rkey, String endpoint, Did owner, String createdAt) {
    put(
        ALICE,
        new RepoPath(Nsids.HOLD, new RecordKey(rkey)),
        DataMap.builder()
            .put("endpoint", endpoint)
            .put("owner", owner.value())
            .put("createdAt", createdAt));
  }

  private Did pushed() {
    return holds.forPush(ALICE).did();
  }

  private static HoldRef named(Did did) {
    return new HoldRef.ByDid(did);
  }

  @Test
  void aPushGoesToTheHoldOfTheProfile() {
    profile(FIRST.value());
    assertEquals(new Hold(FIRST, net.pds.origin()), holds.forPush(ALICE));
  }

  @Test
  void anOlderProfileNamesTheHoldByItsAddress() {
    profile("https://second.example.com/");
    assertEquals(SECOND, pushed());
  }

  @Test
  void withoutAProfileAnAnnouncedHoldIsTakenTheOneAnnouncedLast() {
    legacy("a", "https://first.example.com", ALICE, "2025-01-01T00:00:00Z");
    legacy("b", "https://second.example.com", ALICE, "2025-02-01T00:00:00Z");
    legacy("c", "https://elsewhere.example.com", TestNetwork.BOB, "2025-03-01T00:00:00Z");
    assertEquals(SECOND, pushed());
  }

  @Test
  void aProfileCountsForMoreThanAnAnnouncementAndThatForMoreThanTheUsualHold() {
    assertEquals(USUAL, pushed());
    legacy("a", "https://second.example.com", ALICE, "2025-01-01T00:00:00Z");
    net.clock.advance(Duration.ofHours(1));
    assertEquals(SECOND, pushed());
    profile(FIRST.value());
    net.clock.advance(Duration.ofHours(1));
    assertEquals(FIRST, pushed());
  }

  @Test
  void aProfileWithoutAHoldChoosesNone() {
    put(ALICE, SailorProfile.PATH, DataMap.builder().put("createdAt", "2026-01-01T00:00:00Z"));
    assertEquals(USUAL, pushed());
  }

  @Test
  void withoutAnyHoldAPushIsDeniedAndToldWhatToDo() {
    OciException refusal =
        assertThrows(OciException.class, () -> holds(Optional.empty()).forPush(ALICE));
    assertEquals(OciError.DENIED, refusal.error());
    assertTrue(refusal.text().contains("defaultHold"), refusal.text());
  }

  @Test
  void aProfileThatIsNotUnderstoodSendsImagesNowhere() {
    profile("my favourite hold");
    OciException refusal = assertThrows(OciException.class, this::pushed);
    assertEquals(OciError.DENIED, refusal.error());
  }

  @Test
  void whileTheProfileCannotBeReadImagesGoNowhere() {
    profile(FIRST.value());
    net.pds.fail(500, java.util.Map.of());
    OciException refusal = assertThrows(OciException.class, this::pushed);
    assertEquals(OciError.UNAVAILABLE, refusal.error());
    assertEquals(503, refusal.status());
    assertTrue(refusal.retryAfter().isPresent());
  }

  @Test
  void successorsAreFollowed() {
    successor(FIRST, SECOND);
    successor(SECOND, USUAL);
    assertEquals(USUAL, holds.find(named(FIRST)).did());
  }

  @Test
  void successorsThatLeadInACircleAreRefused() {
    successor(FIRST, SECOND);
    successor(SECOND, FIRST);
    OciException refusal = assertThrows(OciException.class, () -> holds.find(named(FIRST)));
    assertEquals(502, refusal.status());
    assertTrue(refusal.text().contains("circle"), refusal.text());
    successor(USUAL, USUAL);
    assertThrows(OciException.class, () -> holds.find(named(USUAL)));
  }

  @Test
  void successorsWithoutAnEndAreRefused() {
    Did before = FIRST;
    for (int i = 0; i < 20; i++) {
      Did next = Did.parse("did:web:h" + i + ".example.com");
      net.hold(next);
      successor(before, next);
      before = next;
    }
    OciException refusal = assertThrows(OciException.class, () -> holds.find(named(FIRST)));
    assertTrue(refusal.text().contains("too many successors"), refusal.text());
  }

  @Test
  void aHoldThatDoesNotAnswerIsTakenAsItIsNamed() {
    net.pds.fail(500, java.util.Map.of());
    assertEquals(new Hold(FIRST, net.pds.origin()), holds.find(named(FIRST)));
  }

  @Test
  void aHoldWithoutAnEntryOfItsOwnIsWhereItsRepoIs() {
    Did plain = Did.parse("did:plc:plainplainplainplainplai");
    net.document(
        new DidDocument(
            plain,
            List.of(),
            List.of(),
            List.of(
                new DidDocument.Service(
                    DidDocument.PDS, DidDocument.PDS_TYPE, net.pds.origin().toString()))));
    assertEquals(net.pds.origin(), holds.find(named(plain)).address());
  }

  @Test
  void aHoldThatIsNotThereIsToldFromADirectoryThatIsDown() {
    Did lost = Did.parse("did:web:lost.example.com");
    assertEquals(502, assertThrows(OciException.class, () -> holds.find(named(lost))).status());
    net.directoryIsDown(true);
    net.clock.advance(Duration.ofMinutes(2));
    assertEquals(503, assertThrows(OciException.class, () -> holds.find(named(lost))).status());
  }

  @Test
  void aHoldFromBeforeDidsIsFoundUnderItsAddressAlone() {
    URI address = URI.create("https://ancient.example.com");
    assertEquals(address, holds.find(new HoldRef.ByUrl(address)).address());
  }
}
