package dev.orlop.appview.manifests;

import static dev.orlop.appview.manifests.Shipyard.image;
import static dev.orlop.appview.manifests.Shipyard.sha256;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.appview.LiveHold;
import dev.orlop.appview.oci.Manifest;
import dev.orlop.appview.oci.OciError;
import dev.orlop.appview.oci.OciException;
import dev.orlop.appview.oci.Tag;
import dev.orlop.appview.records.HoldRef;
import dev.orlop.appview.records.ManifestRecord;
import dev.orlop.appview.records.TagRecord;
import dev.orlop.appview.registry.Caller;
import dev.orlop.appview.registry.ManifestStore;
import dev.orlop.appview.registry.ManifestStoreContract;
import dev.orlop.appview.registry.Repository;
import dev.orlop.atproto.syntax.Handle;
import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Digest;
import dev.orlop.lexicons.Nsids;
import dev.orlop.lexicons.RepositoryName;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Manifests in the repo of their owner: at a real PDS, with a real hold. */
@Timeout(120)
class OwnerWritesTest extends ManifestStoreContract {
  private static final byte[] ONE = image("one");
  private static final byte[] TWO = image("two");

  @TempDir Path folder;
  private LiveManifests net;

  @BeforeEach
  void start() {
    net = new LiveManifests(folder.resolve("hold"), Map.of());
  }

  @AfterEach
  void stop() {
    net.close();
  }

  @Override
  protected ManifestStore store() {
    return net.manifests;
  }

  @Override
  protected Caller owner() {
    return net.caller(LiveHold.ALICE);
  }

  private Set<String> keys(Nsid collection) {
    Set<String> keys = new TreeSet<>();
    net.repos
        .listNow(app().owner(), collection)
        .found()
        .orElseThrow()
        .forEach(one -> keys.add(one.rkey().value()));
    return keys;
  }

  private ManifestRecord record(RecordKey rkey) {
    return ManifestRecord.of(
        net.repos.recordNow(app().owner(), Nsids.MANIFEST, rkey).found().orElseThrow());
  }

  /** As another program would. */
  private void putRecord(Nsid collection, String rkey, DataMap record) {
    putRecord(LiveHold.ALICE, collection, rkey, record);
  }

  private void putRecord(Handle who, Nsid collection, String rkey, DataMap record) {
    DataMap unused =
        net.live
            .asOwner(who)
            .procedure(
                Nsids.REPO_PUT_RECORD,
                DataMap.builder()
                    .put("repo", net.live.did(who).value())
                    .put("collection", collection.toString())
                    .put("rkey", rkey)
                    .put("record", record)
                    .build());
  }

  private OciException refused(Runnable call) {
    return assertThrows(OciException.class, call::run);
  }

  @Test
  void theRecordNamesTheHoldAndAPushIsCountedThere() {
    put(app(), ONE, "v1", "v2");
    ManifestRecord record = record(ManifestRecord.rkey(sha256(ONE)));
    assertEquals(Optional.of(new HoldRef.ByDid(net.live.hold().did())), record.hold());
    assertEquals(app().name(), record.repository());
    assertEquals(Set.of("app_v1", "app_v2"), keys(Nsids.TAG));
    assertEquals(1, net.pushes(app()));
    put(app(), TWO);
    assertEquals(2, net.pushes(app()));
    assertEquals(0, net.pushes(repository("other")));
  }

  @Test
  void theHoldHearsOfADeletionAndKeepsWhatAnotherRepositoryHas() {
    Repository other = repository("team/other");
    put(app(), ONE, "v1");
    byte[] index = Shipyard.index(ONE);
    put(app(), index, "all");
    put(other, index);
    assertEquals(2, net.live.layerRecords());
    assertTrue(delete(app(), digest(index)));
    assertEquals(1, net.live.layerRecords());
    assertTrue(delete(other, digest(index)));
    assertEquals(0, net.live.layerRecords());
  }

  @Test
  void eachRepositoryHasARecordOfItsOwn() {
    Repository other = repository("team/other");
    put(app(), ONE, "v1");
    put(other, ONE, "v1");
    put(other, ONE, "v2");
    String hex = sha256(ONE).hex();
    assertEquals(Set.of(hex, hex + "~team~other"), keys(Nsids.MANIFEST));
    assertTrue(delete(app(), digest(ONE)));
    assertEquals(Set.of(hex), keys(Nsids.MANIFEST));
    assertEquals(other.name(), record(ManifestRecord.rkey(sha256(ONE))).repository());
    assertHas(other, tag("v1"), ONE);
    put(app(), ONE);
    assertHas(app(), digest(ONE), ONE);
    assertEquals(Set.of(hex, hex + "~app"), keys(Nsids.MANIFEST));
  }

  @RepeatedTest(3)
  void ofTwoPushesOfOneManifestAtOnceNeitherWritesOverTheOther() throws Exception {
    List<Repository> repositories =
        List.of(app(), repository("b"), repository("c"), repository("d"));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Boolean>> pushes = new ArrayList<>();
      for (Repository one : repositories) {
        pushes.add(
            () -> {
              put(one, ONE);
              return true;
            });
      }
      for (Future<Boolean> push : threads.invokeAll(pushes)) {
        assertTrue(push.get());
      }
    }
    assertEquals(repositories.size(), keys(Nsids.MANIFEST).size());
    for (Repository one : repositories) {
      assertHas(one, digest(ONE), ONE);
    }
  }

  @Test
  void aRecordThatAnotherRepositorysTagNeedsIsHandedOver() {
    put(app(), ONE, "v1");
    RepositoryName other = new RepositoryName("other");
    Tag tag = new Tag("v9");
    putRecord(
        Nsids.TAG,
        TagRecord.rkey(other, tag).value(),
        TagRecord.of(other, tag, sha256(ONE), Instant.EPOCH).toData(app().owner()));
    assertTrue(delete(app(), digest(ONE)));
    assertLacks(app(), digest(ONE));
    assertEquals(Optional.empty(), tags(app()));
    assertHas(repository("other"), tag("v9"), ONE);
  }

  @Test
  void everyRecordOfATagIsDeletedUnderWhicheverKey() {
    put(app(), ONE, "v1", "v2");
    for (String key : List.of("3ke6kg3wk2222", "other")) {
      putRecord(
          Nsids.TAG,
          key,
          DataMap.builder()
              .put("$type", Nsids.TAG.toString())
              .put("repository", "app")
              .put("tag", "v1")
              .put("manifestDigest", sha256(ONE).toString())
              .put("createdAt", "2025-01-01T00:00:00Z")
              .build());
    }
    assertTrue(delete(app(), tag("v1")));
    assertEquals(Set.of("app_v2"), keys(Nsids.TAG));
    assertLacks(app(), tag("v1"));
  }

  @Test
  void moreTagsThanOneCallTakesAreDeleted() {
    List<String> tags = new ArrayList<>();
    for (int i = 0; i < 230; i++) {
      tags.add("v" + i);
    }
    put(app(), ONE, tags.toArray(String[]::new));
    assertTrue(delete(app(), digest(ONE)));
    assertEquals(Set.of(), keys(Nsids.TAG));
    assertEquals(Set.of(), keys(Nsids.MANIFEST));
  }

  @Test
  void whatEndsInTheMiddleIsNotAnsweredAsStoredAndCanBeDoneAgain() {
    put(app(), ONE, "v1");
    record Step(Nsid method, int through, int told) {}
    for (Step step :
        List.of(
            new Step(Nsids.REPO_UPLOAD_BLOB, 0, 1),
            new Step(Nsids.REPO_PUT_RECORD, 0, 1),
            new Step(Nsids.HOLD_NOTIFY_MANIFEST, 0, 1),
            // The hold knows of it before a tag does: it must not clean up what a tag names.
            new Step(Nsids.REPO_PUT_RECORD, 1, 2))) {
      net.cutOff(step.method(), step.through());
      OciException refusal = refused(() -> put(app(), TWO, "v1"));
      assertEquals(503, refusal.status(), refusal.text());
      assertTrue(refusal.retryAfter().isPresent());
      assertHas(app(), tag("v1"), ONE);
      assertEquals(step.told(), net.pushes(app()));
      net.mend();
    }
    put(app(), TWO, "v1");
    assertHas(app(), tag("v1"), TWO);
    assertEquals(3, net.pushes(app()));
  }

  @Test
  void aDeletionThatDoesNotGetThroughIsNotAnsweredAsDone() {
    put(app(), ONE, "v1");
    net.cutOff(Nsids.REPO_APPLY_WRITES, 0);
    assertEquals(OciError.UNAVAILABLE, refused(() -> delete(app(), digest(ONE))).error());
    assertHas(app(), tag("v1"), ONE);
  }

  @Test
  void whatTheHoldRefusesIsRefusedWithTheMissingPermission() {
    Repository bobs = new Repository(net.live.did(LiveHold.BOB), new RepositoryName("app"));
    OciException refusal =
        refused(
            () ->
                store().put(net.caller(LiveHold.BOB), bobs, manifest(ONE), List.of(new Tag("v1"))));
    assertEquals(OciError.DENIED, refusal.error());
    assertEquals("blob:write", refusal.detail().get("requiredPermission"));
    assertEquals(0, net.pushes(bobs));
    for (Nsid collection : List.of(Nsids.MANIFEST, Nsids.TAG)) {
      assertEquals(
          List.of(),
          net.repos.listNow(bobs.owner(), collection).found().orElseThrow(),
          "a refused push leaves no trace");
    }
  }

  @Test
  void whatWasThereIsThereAgainAfterThePushOfItIsRefused() {
    put(app(), ONE);
    RecordKey rkey = ManifestRecord.rkey(sha256(ONE));
    DataMap alices = net.repos.recordNow(app().owner(), Nsids.MANIFEST, rkey).found().orElseThrow();
    Repository bobs = new Repository(net.live.did(LiveHold.BOB), app().name());
    Runnable push =
        () -> store().put(net.caller(LiveHold.BOB), bobs, manifest(ONE), List.of(new Tag("v1")));
    // It leaves the bytes, to which the record can refer.
    refused(push);
    putRecord(LiveHold.BOB, Nsids.MANIFEST, rkey.value(), alices);
    refused(push);
    assertEquals(
        alices, net.repos.recordNow(bobs.owner(), Nsids.MANIFEST, rkey).found().orElseThrow());
  }

  @Test
  void nobodyWritesInAnothersName() {
    for (Caller caller : List.of(net.caller(LiveHold.BOB), Caller.ANYBODY)) {
      OciException put =
          refused(() -> store().put(caller, app(), manifest(ONE), List.of(new Tag("v1"))));
      assertTrue(put.status() == 403 || put.status() == 401, put.text());
      OciException delete = refused(() -> store().delete(caller, app(), tag("v1")));
      assertEquals(put.error(), delete.error());
    }
    assertEquals(Set.of(), keys(Nsids.MANIFEST));
  }

  @Test
  void aManifestOfManyAnnotationsKeepsThemInItsBytes() {
    String fields =
        "\"annotations\":{\"short\":\"text\",\"long\":\"%s\"},".formatted("x".repeat(1_500_000));
    byte[] large = Shipyard.image("one", fields);
    put(app(), large, "v1");
    assertHas(app(), tag("v1"), large);
    assertEquals(Map.of("short", "text"), record(ManifestRecord.rkey(sha256(large))).annotations());
  }

  @Test
  void aManifestThatIsTooLargeForThePdsIsRefusedAsSuch() {
    net.close();
    net = new LiveManifests(folder.resolve("small"), Map.of("ORLOP_PDS_BLOB_MAX_SIZE", "200"));
    OciException refusal = refused(() -> put(app(), ONE, "v1"));
    assertEquals(OciError.MANIFEST_INVALID, refusal.error());
    assertEquals(413, refusal.status());
    assertFalse(keys(Nsids.MANIFEST).contains(sha256(ONE).hex()));
  }

  @Test
  void aManifestWithALongDigestIsKept() {
    Digest digest = Digest.hash(Digest.Algorithm.SHA512, ONE);
    store()
        .put(
            owner(),
            app(),
            Manifest.parse(Optional.empty(), Digest.Algorithm.SHA512, ONE),
            List.of(new Tag("v1")));
    assertEquals(Optional.of(digest), found(app(), tag("v1")));
  }
}
