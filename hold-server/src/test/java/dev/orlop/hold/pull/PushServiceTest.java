package dev.orlop.hold.pull;

import static dev.orlop.hold.pull.PullWorld.APP;
import static dev.orlop.hold.pull.PullWorld.CONFIG;
import static dev.orlop.hold.pull.PullWorld.CONFIG_TYPE;
import static dev.orlop.hold.pull.PullWorld.ONE;
import static dev.orlop.hold.pull.PullWorld.TWO;
import static dev.orlop.hold.pull.PullWorld.manifest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.car.cbor.DagCbor;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.Content;
import dev.orlop.hold.disk.CrashHook;
import dev.orlop.hold.pds.CommitRequest;
import dev.orlop.hold.pds.records.ImageRepository;
import dev.orlop.hold.pds.records.LayerRecord;
import dev.orlop.hold.store.CrashPoint;
import dev.orlop.hold.store.StoreFailedException;
import dev.orlop.lexicons.Nsids;
import dev.orlop.lexicons.RepositoryName;
import dev.orlop.mst.RecordWrite;
import dev.orlop.mst.RepoOp;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PushServiceTest {
  private static final String MANIFEST_TYPE = "application/vnd.oci.image.manifest.v1+json";

  @TempDir Path folder;
  private PullWorld world;

  @BeforeEach
  void open() {
    world = new PullWorld(folder);
    world.storeImages();
  }

  @AfterEach
  void close() {
    CrashHook.unhook();
    world.close();
  }

  private PushResult push(NotifiedManifest manifest) {
    return world.pushes().push(manifest, List.of());
  }

  private static PushResult created(int layers) {
    return new PushResult.Recorded(layers, List.of());
  }

  private long pushed(ImageRepository repository) {
    return world.stats().stats(repository).counts().pushes();
  }

  @Test
  void aPushIsOneCommitWithALayerRecordForEachBlobAndTheCount() {
    assertEquals(created(3), push(manifest(APP, "m", CONFIG, ONE, TWO)));
    assertEquals(1, pushed(APP));
    assertEquals(List.of(4), world.commits.stream().map(List::size).toList());
    // Sizes are those of what is stored.
    assertEquals(
        List.of("CONFIG 10", "LAYER 1000", "LAYER 2000"),
        world.layers().stream().map(layer -> layer.role() + " " + layer.size()).toList());
    for (LayerRecord layer : world.layers()) {
      assertEquals(Optional.of(manifest(APP, "m", CONFIG).uri()), layer.manifest());
      assertEquals(Optional.of("app"), layer.repository());
      assertEquals(PullWorld.ALICE, layer.userDid());
    }
  }

  @Test
  void aPushToldAgainMakesNoMoreRecordsButCountsAlsoAfterARestart() {
    NotifiedManifest manifest = manifest(APP, "m", CONFIG, ONE, TWO);
    push(manifest);
    assertEquals(created(0), push(manifest));
    world.kill();
    assertEquals(created(0), push(manifest));
    assertEquals(3, world.layers().size());
    assertEquals(3, pushed(APP));
  }

  @Test
  void noPushWaitsForWhatTheStoreAnswersAnotherOne() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    PushService pushes =
        world.pushes(
            digest -> {
              if (digest.equals(ONE.digest())) {
                asked.countDown();
                answer.join();
              }
              return world.blobs.size(digest);
            });
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<PushResult> slow =
          pool.submit(() -> pushes.push(manifest(APP, "slow", CONFIG, ONE), List.of()));
      asked.await();
      assertEquals(created(2), pushes.push(manifest(APP, "quick", CONFIG, TWO), List.of()));
      answer.complete(true);
      assertEquals(created(2), slow.get());
    }
  }

  @Test
  void theStoreIsAskedOnceForEachBlobThatHasNoRecordYet() {
    List<Digest> asked = new ArrayList<>();
    PushService pushes =
        world.pushes(
            digest -> {
              asked.add(digest);
              return world.blobs.size(digest);
            });
    NotifiedManifest manifest = manifest(APP, "m", CONFIG, ONE, TWO);
    assertEquals(created(3), pushes.push(manifest, List.of()));
    assertEquals(created(0), pushes.push(manifest, List.of()));
    assertEquals(List.of(CONFIG.digest(), ONE.digest(), TWO.digest()), asked);
  }

  @Test
  void aBlobThatIsNotStoredIsNamedAndRecordedOnceItIs() {
    Content late = Content.of("late");
    NotifiedManifest manifest = manifest(APP, "m", CONFIG, ONE, late);
    assertEquals(new PushResult.Recorded(2, List.of(late.digest())), push(manifest));
    world.store(late);
    assertEquals(created(1), push(manifest));
    assertEquals(created(0), push(manifest));
    assertEquals(3, world.layers().size());
  }

  @Test
  void oneBlobInManyPlacesOfAManifestIsOneRecordAndTheConfigIsTheConfig() {
    assertEquals(created(2), push(manifest(APP, "m", CONFIG, ONE, ONE, CONFIG)));
    assertEquals(Optional.of(PullClass.IMAGE), world.fetch(APP, CONFIG));
    assertEquals(Optional.empty(), world.fetch(APP, ONE));
  }

  @Test
  void manifestsThatShareBlobsEachHaveTheirOwnRecords() {
    push(manifest(APP, "m", CONFIG, ONE));
    assertEquals(created(2), push(manifest(APP, "n", CONFIG, ONE)));
  }

  @Test
  void oneManifestInTwoRepositoriesIsAnImageInBothAndItsLayersAreRecordedOnce() {
    ImageRepository mirror = PullWorld.repository("mirror");
    push(manifest(APP, "m", CONFIG, ONE));
    assertEquals(created(1), push(manifest(mirror, "m", CONFIG, ONE)));
    assertEquals(created(0), push(manifest(mirror, "m", CONFIG, ONE)));
    world.fetch(APP, CONFIG);
    world.fetch(mirror, CONFIG);
    world.fetch(mirror, CONFIG);
    assertEquals(1, world.pulled(APP));
    assertEquals(2, world.pulled(mirror));
  }

  @Test
  void fetchesCountOnceTheManifestIsKnownByItsConfigAlone() {
    // Nothing is known yet: each fetch counts.
    assertEquals(Optional.of(PullClass.IMAGE), world.fetch(APP, ONE));
    push(manifest(APP, "m", CONFIG, ONE));
    assertEquals(Optional.empty(), world.fetch(APP, ONE));
    assertEquals(Optional.of(PullClass.IMAGE), world.fetch(APP, CONFIG));
    assertEquals(Optional.empty(), world.fetch(APP, TWO));
    world.kill();
    assertEquals(Optional.empty(), world.fetch(APP, ONE));
    assertEquals(Optional.of(PullClass.IMAGE), world.fetch(APP, CONFIG));
    assertEquals(3, world.pulled(APP));
  }

  @Test
  void whatHasASubjectOrTheEmptyConfigIsCountedApart() {
    NotifiedManifest signature =
        new NotifiedManifest(
            APP,
            Content.of("signature").digest(),
            Optional.of(new NotifiedManifest.Part(CONFIG.digest(), CONFIG_TYPE)),
            List.of(),
            List.of(),
            true);
    NotifiedManifest bundle =
        new NotifiedManifest(
            APP,
            Content.of("bundle").digest(),
            Optional.of(new NotifiedManifest.Part(ONE.digest(), LayerRecord.EMPTY_CONFIG)),
            List.of(),
            List.of(),
            false);
    push(signature);
    push(bundle);
    for (int start = 0; start < 2; start++) {
      assertEquals(Optional.of(PullClass.ARTIFACT), world.fetch(APP, CONFIG));
      assertEquals(Optional.of(PullClass.ARTIFACT), world.fetch(APP, ONE));
      world.kill();
    }
    world.pullArtifact(APP);
    assertEquals(0, world.pulled(APP));
    assertEquals(5, world.stats().stats(APP).counts().artifactPulls());
    world.fold();
    assertEquals(5, world.stats().stats(APP).counts().artifactPulls());
    assertEquals(0, world.recorded(APP));
  }

  @Test
  void aManifestOfManyLayersTakesSeveralCommitsOfWhichNoneIsTooLargeAndCountsOnce() {
    Content[] layers =
        IntStream.range(0, 400).mapToObj(i -> Content.random(100 + i, 10)).toArray(Content[]::new);
    for (Content layer : layers) {
      world.store(layer);
    }
    assertEquals(created(401), push(manifest(APP, "m", CONFIG, layers)));
    assertEquals(1, pushed(APP));
    assertTrue(world.commits.stream().allMatch(ops -> ops.size() <= 200));
    assertEquals(
        401, world.layers().stream().map(LayerRecord::digest).collect(Collectors.toSet()).size());
    assertEquals(created(0), push(manifest(APP, "m", CONFIG, layers)));
  }

  @Test
  void recordsThatSomebodyDeletedAreMadeAnewWithTheNextPush() {
    NotifiedManifest manifest = manifest(APP, "m", CONFIG, ONE);
    push(manifest);
    List<RecordWrite> deletes = new ArrayList<>();
    world
        .repo()
        .forEach(Nsids.HOLD_LAYER, entry -> deletes.add(new RecordWrite.Delete(entry.path())));
    world.repo().commit(CommitRequest.of(deletes));
    // Of the repository nothing is known any more.
    assertEquals(Optional.of(PullClass.IMAGE), world.fetch(APP, ONE));
    assertEquals(created(2), push(manifest));
    assertEquals(Optional.empty(), world.fetch(APP, ONE));
  }

  @Test
  void whatElseIsToBeWrittenIsWrittenWithTheCount() {
    RepoPath path = RepoPath.of("app.bsky.feed.post", "3lxyz");
    byte[] post = DagCbor.encode(DataMap.builder().put("$type", "app.bsky.feed.post").build());
    world.pushes().push(manifest(APP, "m", CONFIG), List.of(new RecordWrite.Create(path, post)));
    assertEquals(1, world.commits.size());
    assertTrue(world.commits.getFirst().stream().map(RepoOp::path).toList().contains(path));
  }

  @Test
  void aPushThatFailsLateAndIsToldAgainMakesNoRecordTwice() {
    NotifiedManifest manifest = manifest(APP, "m", CONFIG, ONE, TWO);
    AtomicBoolean once = new AtomicBoolean(true);
    CrashHook.hook(
        point -> {
          if (point == CrashPoint.INDEX_HALF_WRITTEN && once.getAndSet(false)) {
            throw new StoreFailedException("the index is away", new IOException("gone"));
          }
        });
    assertThrows(StoreFailedException.class, () -> push(manifest));
    push(manifest);
    assertEquals(3, world.layers().size());
    world.kill();
    assertEquals(created(0), push(manifest));
    assertEquals(3, world.layers().size());
  }

  @Test
  void manyThatTellOfTheSameManifestsAtOnceMakeOneRecordOfEachBlob() throws Exception {
    ImageRepository mirror = PullWorld.repository("mirror");
    List<NotifiedManifest> manifests =
        List.of(
            manifest(APP, "m", CONFIG, ONE, TWO),
            manifest(APP, "n", CONFIG, ONE),
            manifest(mirror, "m", CONFIG, ONE, TWO));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<PushResult>> told = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        NotifiedManifest manifest = manifests.get(i % 3);
        told.add(threads.submit(() -> push(manifest)));
      }
      for (Future<PushResult> one : told) {
        one.get();
      }
    }
    for (int start = 0; start < 2; start++) {
      // Of m three, of n two, and the config of m once more, for the mirror.
      assertEquals(6, world.layers().size());
      assertEquals(40, pushed(APP));
      assertEquals(20, pushed(mirror));
      world.kill();
    }
  }

  @Test
  void anIndexHasARecordOfEachImageThatTakesNoRoom() {
    NotifiedManifest index =
        new NotifiedManifest(
            APP,
            Content.of("index").digest(),
            Optional.empty(),
            List.of(),
            List.of(
                new NotifiedManifest.Part(Content.of("amd64").digest(), MANIFEST_TYPE),
                new NotifiedManifest.Part(Content.of("arm64").digest(), MANIFEST_TYPE)),
            false);
    assertEquals(created(2), push(index));
    assertEquals(created(0), push(index));
    assertEquals(
        List.of("MANIFEST 0", "MANIFEST 0"),
        world.layers().stream().map(layer -> layer.role() + " " + layer.size()).toList());
  }

  @Test
  void aLayerThatTurnsOutToBeTheConfigBecomesThatAndKeepsItsRecord() {
    push(manifest(APP, "m", TWO, CONFIG));
    assertEquals(created(1), push(manifest(APP, "m", CONFIG)));
    assertEquals(2, world.layers().size());
    assertEquals(Optional.of(PullClass.IMAGE), world.fetch(APP, CONFIG));
  }

  @Test
  void repositoriesAreListedByNamePageByPageWithRecordsAndWithout() {
    assertEquals(StatsView.Counts.ZERO, world.stats().stats(APP).counts());
    assertEquals(List.of(), world.stats().list(PullWorld.ALICE, Optional.empty(), 10));
    for (String name : List.of("b", "d/x", "a", "c")) {
      world.pull(PullWorld.repository(name));
    }
    world.fold();
    world.clock.advance(Duration.ofMinutes(1));
    world.pull(PullWorld.repository("b2"));
    push(manifest(PullWorld.repository("e"), "m", CONFIG));
    for (int start = 0; start < 2; start++) {
      List<String> names = new ArrayList<>();
      Optional<RepositoryName> after = Optional.empty();
      List<StatsView> page = world.stats().list(PullWorld.ALICE, after, 2);
      while (!page.isEmpty()) {
        page.forEach(view -> names.add(view.repository().name().value()));
        after = Optional.of(page.getLast().repository().name());
        page = world.stats().list(PullWorld.ALICE, after, 2);
      }
      assertEquals(List.of("a", "b", "b2", "c", "d/x", "e"), names);
      world.kill();
    }
    assertTrue(world.stats().stats(PullWorld.repository("b2")).record().isEmpty());
    assertTrue(world.stats().stats(PullWorld.repository("b")).record().isPresent());
  }
}
