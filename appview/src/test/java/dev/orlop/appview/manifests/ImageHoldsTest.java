package dev.orlop.appview.manifests;

import static dev.orlop.appview.manifests.Shipyard.image;
import static dev.orlop.appview.manifests.Shipyard.layer;
import static dev.orlop.appview.manifests.Shipyard.sha256;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.orlop.appview.hold.Hold;
import dev.orlop.appview.oci.OciError;
import dev.orlop.appview.oci.OciException;
import dev.orlop.appview.records.HoldRef;
import dev.orlop.appview.records.ManifestRecord;
import dev.orlop.appview.records.SailorProfile;
import dev.orlop.appview.registry.Repository;
import dev.orlop.appview.resolve.Holds;
import dev.orlop.appview.resolve.TestNetwork;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.car.cid.Digest;
import dev.orlop.lexicons.RepositoryName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ImageHoldsTest {
  private static final Did OLD = Did.parse("did:web:old.example.com");
  private static final Did GONE = Did.parse("did:web:gone.example.com");
  private static final Did CHOSEN = Did.parse("did:web:chosen.example.com");
  private static final Digest LAYER = sha256(layer("one"));

  private final TestNetwork net = new TestNetwork();
  private final Shipyard alice = new Shipyard(net.pds, TestNetwork.ALICE, net.clock);
  private final Repository app = new Repository(TestNetwork.ALICE, new RepositoryName("app"));
  private final ImageHolds holds =
      new ImageHolds(
          new ManifestReads(net.repos(), net.memory),
          new Holds(net.holdServers, net.holdRepos(), net.repos(), Optional.empty()));

  ImageHoldsTest() {
    net.hold(OLD);
    net.hold(CHOSEN);
  }

  @AfterEach
  void close() {
    net.close();
  }

  private void choose(Did hold) {
    net.pds.put(
        TestNetwork.ALICE,
        SailorProfile.PATH.collection(),
        SailorProfile.PATH.rkey(),
        new SailorProfile(Optional.of(new HoldRef.ByDid(hold)), Optional.empty(), Optional.empty())
            .toData());
  }

  /** An image in a hold; several have the one layer, since it is in the config that they differ. */
  private void push(Did hold, String variant) {
    DataMap record =
        alice
            .record("app", image("one", "\"artifactType\":\"application/%s\",".formatted(variant)))
            .toData()
            .with("holdDid", new DataValue.Text(hold.value()));
    alice.put(ManifestRecord.rkey(ManifestRecord.of(record).digest()), record);
  }

  private List<Did> forPull() {
    return holds.forPull(app, LAYER).stream().map(Hold::did).toList();
  }

  @Test
  void aPushGoesWhereTheOwnerChose() {
    choose(CHOSEN);
    assertEquals(new Hold(CHOSEN, net.pds.origin()), holds.forPush(TestNetwork.ALICE));
  }

  @Test
  void aBlobIsWhereManifestsNameItAndThenWhereItsOwnerPushesTo() {
    choose(CHOSEN);
    assertEquals(List.of(CHOSEN), forPull());
    push(OLD, "a");
    net.clock.advance(Duration.ofHours(1));
    assertEquals(List.of(OLD, CHOSEN), forPull());
  }

  @Test
  void aHoldIsAskedOnce() {
    choose(OLD);
    push(OLD, "a");
    assertEquals(List.of(OLD), forPull());
  }

  @Test
  void aHoldThatCannotBeFoundHidesNoOther() {
    choose(CHOSEN);
    push(GONE, "a");
    push(OLD, "b");
    assertEquals(List.of(OLD, CHOSEN), forPull());
  }

  @Test
  void thatNoneCanBeFoundIsARefusal() {
    choose(GONE);
    push(GONE, "a");
    assertEquals(OciError.UNKNOWN, assertThrows(OciException.class, this::forPull).error());
  }

  @Test
  void whoHasChosenNoHoldHasItsBlobsWhereItsManifestsSay() {
    assertEquals(List.of(), forPull());
    assertEquals(
        OciError.DENIED,
        assertThrows(OciException.class, () -> holds.forPush(TestNetwork.ALICE)).error());
  }
}
