package dev.orlop.hold.pull;

import static dev.orlop.hold.pull.PullWorld.ALICE;
import static dev.orlop.hold.pull.PullWorld.APP;
import static dev.orlop.hold.pull.PullWorld.CONFIG;
import static dev.orlop.hold.pull.PullWorld.ONE;
import static dev.orlop.hold.pull.PullWorld.TWO;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.Content;
import dev.orlop.hold.layers.Usage;
import dev.orlop.hold.pds.records.ImageRepository;
import dev.orlop.hold.pds.records.LayerRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemovalsTest {
  private static final ImageRepository MIRROR = PullWorld.repository("mirror");

  @TempDir Path folder;
  private PullWorld world;

  @BeforeEach
  void open() {
    world = new PullWorld(folder);
    world.storeImages();
  }

  @AfterEach
  void close() {
    world.close();
  }

  private static Digest digest(String manifest) {
    return Content.of(manifest).digest();
  }

  private int push(ImageRepository repository, String name, Content config, Content... layers) {
    NotifiedManifest manifest = PullWorld.manifest(repository, name, config, layers);
    return switch (world.pushes().push(manifest, List.of())) {
      case PushResult.Recorded(int layersCreated, _) -> layersCreated;
      case PushResult.OverQuota refused -> throw new AssertionError(refused);
    };
  }

  private boolean isUsed(Content content) {
    return world.layerIndex().isUsed(content.digest());
  }

  @Test
  void aManifestThatIsDeletedTakesItsRecordsInOneCommitAndLeavesThoseOfOthers() {
    push(APP, "m", CONFIG, ONE);
    push(APP, "n", CONFIG, TWO);
    int commits = world.commits.size();
    assertEquals(2, world.removals().manifest(APP, digest("m")));
    assertEquals(commits + 1, world.commits.size());
    assertFalse(isUsed(ONE));
    assertTrue(isUsed(CONFIG));
    assertEquals(new Usage(2, 2010), world.layerIndex().usage(ALICE));
    assertEquals(0, world.removals().manifest(APP, digest("m")));
    assertEquals(0, world.removals().manifest(MIRROR, digest("n")));
    // The blobs wait for garbage collection.
    assertTrue(world.blobs.size(ONE.digest()).isPresent());
  }

  @Test
  void whatAnotherRepositoryHasToStaysRecordedThere() {
    push(APP, "m", CONFIG, ONE, TWO);
    push(MIRROR, "m", CONFIG, ONE, TWO);
    assertEquals(1, world.removals().manifest(APP, digest("m")));
    for (int start = 0; start < 2; start++) {
      assertEquals(new Usage(3, 3010), world.layerIndex().usage(ALICE));
      assertEquals(
          Set.of("mirror"),
          world.layers().stream()
              .flatMap(layer -> layer.repository().stream())
              .collect(Collectors.toSet()));
      world.kill();
    }
    assertEquals(3, world.removals().manifest(MIRROR, digest("m")));
    assertEquals(List.of(), world.layers());
  }

  @Test
  void anIndexThatIsInTwoRepositoriesStaysInTheOther() {
    for (ImageRepository repository : List.of(APP, MIRROR)) {
      NotifiedManifest index =
          new NotifiedManifest(
              repository,
              digest("index"),
              Optional.empty(),
              List.of(),
              List.of(
                  new NotifiedManifest.Part(digest("amd64"), "x/y"),
                  new NotifiedManifest.Part(digest("arm64"), "x/y")),
              false);
      assertEquals(
          new PushResult.Recorded(repository.equals(APP) ? 2 : 1, List.of()),
          world.pushes().push(index, List.of()));
    }
    world.removals().manifest(APP, digest("index"));
    assertEquals(List.of(), world.layerIndex().manifests(APP));
    assertEquals(
        Set.of(digest("amd64"), digest("arm64")),
        Set.copyOf(world.layerIndex().manifests(MIRROR).getFirst().children()));
    world.removals().manifest(MIRROR, digest("index"));
    assertEquals(List.of(), world.layers());
  }

  @Test
  void aRepositoryIsDeletedWithAllItsManifestsInCommitsThatAreNotTooLarge() {
    Content[] layers =
        IntStream.range(0, 250).mapToObj(i -> Content.random(100 + i, 10)).toArray(Content[]::new);
    Arrays.stream(layers).forEach(world::store);
    push(APP, "m", CONFIG, layers);
    push(APP, "n", CONFIG, ONE, TWO);
    push(MIRROR, "n", CONFIG, ONE, TWO);
    assertEquals(252, world.removals().repository(APP));
    assertTrue(world.commits.stream().allMatch(ops -> ops.size() <= 200));
    assertEquals(new Usage(3, 3010), world.layerIndex().usage(ALICE));
    assertEquals(List.of(MIRROR), world.layerIndex().repositories(ALICE));
    assertEquals(2, world.stats().stats(APP).counts().pushes());
  }

  @Test
  void aUserWhoIsDeletedLeavesNoLayersAndNoCountsAlsoSuchAsWereNotFolded() {
    push(APP, "m", CONFIG, ONE);
    push(MIRROR, "n", CONFIG, TWO);
    world.pull(APP);
    assertEquals(6, world.removals().export(ALICE, Optional.empty(), 100).size());
    assertEquals(new Removals.Removed(4, 2), world.removals().user(ALICE));
    world.fold();
    world.kill();
    assertEquals(List.of(), world.layers());
    assertEquals(List.of(), world.removals().export(ALICE, Optional.empty(), 100));
    assertEquals(0, world.pulled(APP));
    assertEquals(new Removals.Removed(0, 0), world.removals().user(ALICE));
  }

  @Test
  void pushesAndDeletionsAtOnceLeaveEachManifestWholeOrNotAtAll() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> done = new ArrayList<>();
      for (int i = 0; i < 150; i++) {
        int kind = i % 5;
        ImageRepository repository = i % 2 == 0 ? APP : MIRROR;
        done.add(
            threads.submit(
                () ->
                    kind == 0
                        ? world.removals().manifest(repository, digest("m"))
                        : kind == 1
                            ? world.removals().repository(repository)
                            : push(repository, "m", CONFIG, ONE, TWO)));
      }
      for (Future<?> one : done) {
        one.get();
      }
    }
    push(APP, "m", CONFIG, ONE, TWO);
    world.removals().repository(MIRROR);
    for (int start = 0; start < 2; start++) {
      List<Digest> recorded = world.layers().stream().map(LayerRecord::digest).sorted().toList();
      assertEquals(
          List.of(CONFIG, ONE, TWO).stream().map(Content::digest).sorted().toList(), recorded);
      assertEquals(new Usage(3, 3010), world.layerIndex().usage(ALICE));
      world.kill();
    }
  }
}
