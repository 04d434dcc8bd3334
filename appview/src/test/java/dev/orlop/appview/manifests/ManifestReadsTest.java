package dev.orlop.appview.manifests;

import static dev.orlop.appview.manifests.Shipyard.artifact;
import static dev.orlop.appview.manifests.Shipyard.image;
import static dev.orlop.appview.manifests.Shipyard.index;
import static dev.orlop.appview.manifests.Shipyard.layer;
import static dev.orlop.appview.manifests.Shipyard.sha256;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.appview.oci.MediaTypes;
import dev.orlop.appview.oci.OciError;
import dev.orlop.appview.oci.OciException;
import dev.orlop.appview.oci.Reference;
import dev.orlop.appview.oci.Tag;
import dev.orlop.appview.records.HoldRef;
import dev.orlop.appview.records.ManifestRecord;
import dev.orlop.appview.registry.ManifestContent;
import dev.orlop.appview.registry.Referrer;
import dev.orlop.appview.registry.Repository;
import dev.orlop.appview.resolve.TestNetwork;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.car.cid.Cid;
import dev.orlop.car.cid.Digest;
import dev.orlop.lexicons.Nsids;
import dev.orlop.lexicons.RepositoryName;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ManifestReadsTest {
  private final TestNetwork net = new TestNetwork();
  private final Shipyard alice = new Shipyard(net.pds, TestNetwork.ALICE, net.clock);
  private final ManifestReads reads = new ManifestReads(net.repos(), net.memory);
  private final Repository app = repository("app");

  @AfterEach
  void close() {
    net.close();
  }

  private static Repository repository(String name) {
    return new Repository(TestNetwork.ALICE, new RepositoryName(name));
  }

  private static Reference tag(String tag) {
    return new Reference.ByTag(new Tag(tag));
  }

  private static Reference digest(Digest digest) {
    return new Reference.ByDigest(digest);
  }

  private Optional<Digest> found(Repository repository, Reference reference) {
    return reads.find(repository, reference).map(ManifestContent::digest);
  }

  private OciException refused(Reference reference) {
    return assertThrows(OciException.class, () -> reads.find(app, reference));
  }

  private static Cid cid(Digest digest) {
    return digest.toCid().orElseThrow();
  }

  @Test
  void aManifestIsFoundByTagAndByDigestByteForByte() {
    byte[] image = image("one");
    Digest digest = alice.push("app", image);
    alice.tag("app", "v1", digest);
    for (Reference reference : List.of(tag("v1"), digest(digest))) {
      ManifestContent content = reads.find(app, reference).orElseThrow();
      assertArrayEquals(image, content.bytes());
      assertEquals(digest, content.digest());
      assertEquals(MediaTypes.OCI_IMAGE, content.mediaType());
    }
    assertEquals(0, net.pds.asked("com.atproto.repo.listRecords"));
    assertEquals(1, net.pds.asked("com.atproto.sync.getBlob"));
  }

  @Test
  void whatIsNotThereIsNotFound() {
    Digest digest = alice.push("app", image("one"));
    assertEquals(Optional.empty(), found(app, tag("v1")));
    assertEquals(Optional.empty(), found(app, digest(sha256(image("two")))));
    assertEquals(Optional.empty(), found(repository("other"), digest(digest)));
    assertEquals(Optional.empty(), reads.tags(repository("other")));
    Repository nobody = new Repository(TestNetwork.NOBODY, new RepositoryName("app"));
    assertEquals(Optional.empty(), found(nobody, tag("v1")));
    assertEquals(Optional.empty(), reads.tags(nobody));
  }

  @Test
  void aTagUnderAForeignKeyIsFoundByItsFields() {
    Digest digest = alice.push("app", image("one"));
    alice.putTag(
        "3ke6kg3wk2222",
        DataMap.builder()
            .put("$type", Nsids.TAG.toString())
            .put("repository", "app")
            .put("tag", "v1")
            .put("manifestDigest", digest.toString())
            .put("createdAt", "2025-01-01T00:00:00Z")
            .build());
    assertEquals(Optional.of(digest), found(app, tag("v1")));
  }

  @Test
  void twoTagsWithOneKeyAreNotMixedUp() {
    Digest one = alice.push("a_b", image("one"));
    alice.tag("a_b", "c", one);
    assertEquals(Optional.of(one), found(repository("a_b"), tag("c")));
    assertEquals(Optional.empty(), found(repository("a"), tag("b_c")));
  }

  @Test
  void ofTwoRecordsForOneTagTheOneMovedLastCounts() {
    Digest old = alice.push("app", image("old"));
    Digest next = alice.push("app", image("next"));
    for (Map.Entry<String, Digest> one : Map.of("2025", old, "2026", next).entrySet()) {
      alice.putTag(
          "key" + one.getKey(),
          DataMap.builder()
              .put("$type", Nsids.TAG.toString())
              .put("repository", "app")
              .put("tag", "v1")
              .put("manifestDigest", one.getValue().toString())
              .put("updatedAt", one.getKey() + "-01-01T00:00:00Z")
              .build());
    }
    assertEquals(Optional.of(next), found(app, tag("v1")));
  }

  @Test
  void aManifestUnderAForeignKeyIsFoundByItsFields() {
    byte[] image = image("one");
    ManifestRecord record = alice.record("app", image);
    RecordKey tid = new RecordKey("3ke6kg3wk2222");
    alice.put(tid, record.toData());
    assertEquals(Optional.of(sha256(image)), found(app, digest(sha256(image))));
    alice.putTag(
        "app_v1",
        DataMap.builder()
            .put("$type", Nsids.TAG.toString())
            .put("repository", "app")
            .put("tag", "v1")
            .put("manifest", "at://" + TestNetwork.ALICE + "/io.atcr.manifest/" + tid)
            .build());
    assertEquals(Optional.of(sha256(image)), found(app, tag("v1")));
  }

  @Test
  void oneRecordForTwoRepositoriesServesBothWithTheImagesOfAnIndex() {
    byte[] image = image("one");
    byte[] index = index(image);
    Digest child = alice.push("app", image);
    Digest parent = alice.push("app", index);
    alice.tag("other", "v1", parent);
    Repository other = repository("other");
    assertEquals(Optional.of(parent), found(other, tag("v1")));
    assertEquals(Optional.of(parent), found(other, digest(parent)));
    assertEquals(Optional.of(child), found(other, digest(child)));
    assertEquals(Optional.empty(), found(repository("third"), digest(child)));
  }

  @Test
  void everyManifestOfManyIsThere() {
    Set<String> tags = new TreeSet<>();
    for (int i = 0; i < 250; i++) {
      alice.tag("app", "v" + i, alice.push("app", image("number " + i)));
      tags.add("v" + i);
    }
    assertEquals(
        tags, new TreeSet<>(reads.tags(app).orElseThrow().stream().map(Tag::value).toList()));
    assertEquals(6, net.pds.asked("com.atproto.repo.listRecords"));
    assertEquals(
        List.of(new HoldRef.ByDid(Shipyard.HOLD)), reads.holds(app, sha256(layer("number 7"))));
    assertEquals(6, net.pds.asked("com.atproto.repo.listRecords"));
  }

  @Test
  void bytesThatWereAlteredAreNotServed() {
    Digest digest = alice.push("app", image("one"));
    net.pds.spoil(cid(digest), image("two"));
    assertEquals(OciError.UNAVAILABLE, refused(digest(digest)).error());
  }

  @Test
  void aRecordThatNamesOtherBytesIsRefusedAndNothingIsFetched() {
    ManifestRecord good = alice.record("app", image("one"));
    DataMap other = alice.record("app", image("two")).toData();
    DataValue blob = java.util.Objects.requireNonNull(other.get("manifestBlob"));
    alice.put(ManifestRecord.rkey(good.digest()), good.toData().with("manifestBlob", blob));
    OciException refusal = refused(digest(good.digest()));
    assertEquals(502, refusal.status());
    assertEquals(OciError.UNKNOWN, refusal.error());
    assertEquals(good.digest().toString(), refusal.detail().get("digest"));
    assertEquals(0, net.pds.asked("com.atproto.sync.getBlob"));
  }

  @Test
  void aLongDigestIsComparedOnceTheBytesAreThere() {
    byte[] image = image("one");
    Digest sha512 = Digest.hash(Digest.Algorithm.SHA512, image);
    DataMap record =
        alice.record("app", image).toData().with("digest", new DataValue.Text(sha512.toString()));
    alice.put(ManifestRecord.rkey(sha512), record);
    assertEquals(Optional.of(sha512), found(app, digest(sha512)));

    Digest other = Digest.hash(Digest.Algorithm.SHA512, image("two"));
    alice.put(
        ManifestRecord.rkey(other), record.with("digest", new DataValue.Text(other.toString())));
    assertEquals(502, refused(digest(other)).status());
  }

  @Test
  void aManifestWithoutItsBytesIsUnknownAndTheClientIsToldWhy() {
    ManifestRecord record = alice.record("app", image("one"));
    alice.put(ManifestRecord.rkey(record.digest()), record.toData().without("manifestBlob"));
    OciException old = refused(digest(record.digest()));
    assertEquals(OciError.MANIFEST_UNKNOWN, old.error());
    assertTrue(old.text().contains("push it again"), old.text());

    Digest lost = alice.push("app", image("two"));
    net.pds.dropBlob(cid(lost));
    assertEquals(OciError.MANIFEST_UNKNOWN, refused(digest(lost)).error());
  }

  @Test
  void recordsThatAreNoneSpoilNothing() {
    Digest digest = alice.push("app", image("one"));
    alice.tag("app", "v1", digest);
    alice.put(new RecordKey("bad"), DataMap.builder().put("repository", "app").build());
    alice.putTag("bad", DataMap.builder().put("repository", "app").put("tag", "!").build());
    assertEquals(Optional.of(List.of(new Tag("v1"))), reads.tags(app));
  }

  @Test
  void whatWasServedIsServedWhileThePdsIsDown() {
    Digest digest = alice.push("app", image("one"));
    alice.tag("app", "v1", digest);
    reads.find(app, tag("v1"));
    reads.tags(app);
    net.clock.advance(Duration.ofHours(5));
    net.pds.close();
    assertEquals(Optional.of(digest), found(app, tag("v1")));
    assertEquals(Optional.of(digest), found(app, digest(digest)));
    assertEquals(Optional.of(List.of(new Tag("v1"))), reads.tags(app));
  }

  @Test
  void whatIsNotInMemoryIsUnavailableWhileThePdsIsDown() {
    net.pds.fail(503, Map.of("Retry-After", "7"));
    OciException refusal = refused(tag("v1"));
    assertEquals(503, refusal.status());
    assertEquals(OciError.UNAVAILABLE, refusal.error());
    assertEquals(Optional.of(Duration.ofSeconds(7)), refusal.retryAfter());
  }

  @Test
  void aPdsThatHangsIsGivenUp() {
    ManifestReads hasty =
        new ManifestReads(net.repos(TestNetwork.within(Duration.ofMillis(300))), net.memory);
    net.pds.hang();
    OciException refusal = assertThrows(OciException.class, () -> hasty.find(app, tag("v1")));
    assertEquals(OciError.UNAVAILABLE, refusal.error());
    assertTrue(refusal.retryAfter().isPresent());
  }

  @Test
  void aTagThatMovedIsFollowedWithinAMinute() {
    Digest old = alice.push("app", image("old"));
    Digest next = alice.push("app", image("next"));
    alice.tag("app", "v1", old);
    assertEquals(Optional.of(old), found(app, tag("v1")));
    alice.tag("app", "v1", next);
    net.clock.advance(Duration.ofSeconds(60));
    assertEquals(Optional.of(next), found(app, tag("v1")));
  }

  @Test
  void whatWeWroteIsSeenAtOnce() {
    assertEquals(Optional.empty(), found(app, tag("v1")));
    Digest digest = alice.push("app", image("one"));
    assertEquals(Optional.empty(), found(app, digest(sha256(image("two")))));
    alice.tag("app", "v1", digest);
    reads.forget(app, tag("v1"));
    reads.forget(app, digest(digest));
    assertEquals(Optional.of(digest), found(app, tag("v1")));
    assertEquals(Optional.of(List.of(new Tag("v1"))), reads.tags(app));
  }

  @Test
  void bytesInTheCacheThatAreNotWhatTheyAreCalledAreNotServed() {
    byte[] image = image("one");
    Digest digest = alice.push("app", image);
    net.cache.put("manifest:" + digest, image("two"), Duration.ofHours(1));
    assertArrayEquals(image, reads.find(app, digest(digest)).orElseThrow().bytes());
  }

  @Test
  void referrersAreWhatTheirBytesSay() {
    byte[] subject = image("one");
    byte[] sbom = artifact(subject, "application/sbom");
    byte[] signature = artifact(subject, "application/signature");
    alice.push("app", subject);
    alice.push("other", artifact(subject, "application/elsewhere"));
    alice.push("app", sbom);
    ManifestRecord record = alice.record("app", signature);
    alice.put(
        ManifestRecord.rkey(record.digest()),
        record.toData().without("artifactType").without("annotations"));
    Referrer expected =
        new Referrer(
            MediaTypes.OCI_IMAGE,
            sha256(sbom),
            sbom.length,
            Optional.of("application/sbom"),
            Map.of("note", "application/sbom"));
    Referrer bare =
        new Referrer(
            MediaTypes.OCI_IMAGE,
            sha256(signature),
            signature.length,
            Optional.of("application/signature"),
            Map.of("note", "application/signature"));
    assertEquals(Set.of(expected, bare), new HashSet<>(reads.referrers(app, sha256(subject))));
    assertEquals(List.of(), reads.referrers(app, sha256(sbom)));
  }

  @Test
  void referrersWhoseBytesAreOutOfReachAreShownByTheirRecords() {
    byte[] subject = image("one");
    Digest sbom = alice.push("app", artifact(subject, "application/sbom"));
    reads.tags(app);
    net.pds.fail(503, Map.of());
    List<Referrer> referrers = reads.referrers(app, sha256(subject));
    assertEquals(List.of(sbom), referrers.stream().map(Referrer::digest).toList());
    assertEquals(Optional.of("application/sbom"), referrers.getFirst().artifactType());
  }

  @Test
  void aReferrerThatWasAlteredIsNotListed() {
    byte[] subject = image("one");
    Digest sbom = alice.push("app", artifact(subject, "application/sbom"));
    ManifestRecord good = alice.record("app", artifact(subject, "application/x"));
    DataValue other =
        java.util.Objects.requireNonNull(
            alice.record("app", image("two")).toData().get("manifestBlob"));
    alice.put(ManifestRecord.rkey(good.digest()), good.toData().with("manifestBlob", other));
    assertEquals(
        List.of(sbom),
        reads.referrers(app, sha256(subject)).stream().map(Referrer::digest).toList());
  }

  @Test
  void anAccountsRepositoriesAreThoseOfItsManifestsAndTags() {
    Digest digest = alice.push("app", image("one"));
    alice.push("team/tool", image("two"));
    alice.tag("tagged", "v1", digest);
    assertEquals(
        List.of("app", "tagged", "team/tool"),
        reads.repositories(TestNetwork.ALICE).stream().map(Object::toString).toList());
    assertTrue(reads.repositories(TestNetwork.BOB).isEmpty());
  }

  @Test
  void theHoldOfABlobIsTheOneThatTheManifestNames() {
    Digest digest = alice.push("app", image("one"));
    reads.find(app, digest(digest));
    HoldRef hold = new HoldRef.ByDid(Shipyard.HOLD);
    assertEquals(List.of(hold), reads.holds(app, sha256(layer("one"))));
    assertEquals(0, net.pds.asked("com.atproto.repo.listRecords"));
    assertEquals(List.of(), reads.holds(repository("other"), sha256(layer("one"))));
    assertEquals(List.of(), reads.holds(app, sha256(layer("two"))));
  }

  @Test
  void aManifestNamesItsTags() {
    Digest digest = alice.push("app", image("one"));
    alice.tag("app", "v1", digest);
    alice.tag("app", "v2", digest);
    alice.tag("app", "v3", alice.push("app", image("two")));
    assertEquals(List.of(new Tag("v1"), new Tag("v2")), reads.tagsOf(app, digest));
  }
}
