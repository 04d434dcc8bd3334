package dev.orlop.hold.pull;

import static dev.orlop.hold.pull.PullWorld.ALICE;
import static dev.orlop.hold.pull.PullWorld.APP;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.syntax.Datetime;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.car.cbor.DagCbor;
import dev.orlop.car.cid.Cid;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.Content;
import dev.orlop.hold.gc.LayerUses;
import dev.orlop.hold.layers.KnownLayer;
import dev.orlop.hold.layers.LayerIndex;
import dev.orlop.hold.pds.CommitRequest;
import dev.orlop.hold.pds.records.LayerRecord;
import dev.orlop.hold.quota.QuotaSettings;
import dev.orlop.hold.store.StoreFailedException;
import dev.orlop.hold.store.sql.CutProxy;
import dev.orlop.hold.store.sql.DatabaseSettings;
import dev.orlop.hold.store.sql.TestPostgres;
import dev.orlop.lexicons.Nsids;
import dev.orlop.mst.RecordWrite;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three processes of one hold on one database, each with what it keeps in memory. */
class ReplicasTest {
  private static final long LIMIT = 1_000_000;

  @TempDir Path folder;
  private final DatabaseSettings database = TestPostgres.migrated();
  private CutProxy proxy;
  private PullWorld one;
  private PullWorld other;

  /** Its way to the database can be cut. */
  private PullWorld third;

  private List<PullWorld> all;

  @BeforeEach
  void open() {
    proxy = new CutProxy(database);
    QuotaSettings quota = QuotaSettings.parse("deckhand=1MB", "", "");
    one = new PullWorld(folder, quota, Optional.of(database));
    other = one.replica("other", database);
    third = one.replica("third", proxy.settings(database));
    all = List.of(one, other, third);
  }

  @AfterEach
  void close() throws IOException {
    all.forEach(PullWorld::close);
    proxy.close();
  }

  private static NotifiedManifest manifest(String name, Content config, Content... layers) {
    List<NotifiedManifest.Part> parts = new ArrayList<>();
    for (Content layer : layers) {
      parts.add(
          new NotifiedManifest.Part(layer.digest(), "application/vnd.oci.image.layer.v1.tar+gzip"));
    }
    return new NotifiedManifest(
        APP,
        Content.of(name).digest(),
        Optional.of(
            new NotifiedManifest.Part(config.digest(), "application/vnd.oci.image.config.v1+json")),
        parts,
        List.of(),
        false);
  }

  /** Has each do the same at once, and gives what came of it. */
  private <T> List<T> atOnce(List<Callable<T>> works) throws Exception {
    List<T> results = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<T> each : threads.invokeAll(works)) {
        results.add(each.get());
      }
    }
    return results;
  }

  private static int created(PushResult result) {
    return switch (result) {
      case PushResult.Recorded(int layers, List<Digest> missing) -> {
        assertEquals(List.of(), missing);
        yield layers;
      }
      case PushResult.OverQuota refused -> throw new AssertionError(refused);
    };
  }

  @Test
  void ofAManifestToldOfAtAllAtOnceThereIsOneRecordForEachBlob() throws Exception {
    for (int round = 0; round < 15; round++) {
      Content config = one.store(Content.of("config " + round));
      Content layer = one.store(Content.random(round, 500));
      NotifiedManifest manifest = manifest("image " + round, config, layer);
      List<Callable<Integer>> pushes = new ArrayList<>();
      for (PullWorld world : all) {
        pushes.add(() -> created(world.pushes().push(manifest, List.of())));
      }
      assertEquals(2, atOnce(pushes).stream().mapToInt(Integer::intValue).sum());
      assertEquals(2 * (round + 1), one.layers().size());
    }
    for (PullWorld world : all) {
      assertEquals(45, world.stats().stats(APP).counts().pushes());
    }
  }

  @Test
  void whatAllPushAtOnceIsNeverAboveTheQuota() throws Exception {
    long each = LIMIT / 5 * 2;
    List<Callable<PushResult>> pushes = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Content config = one.store(Content.of("config " + i));
      Content layer = one.store(Content.random(i, (int) each));
      NotifiedManifest manifest = manifest("image " + i, config, layer);
      PullWorld world = all.get(i % all.size());
      pushes.add(() -> world.pushes().push(manifest, List.of()));
    }
    long taken = atOnce(pushes).stream().filter(PushResult.Recorded.class::isInstance).count();
    assertEquals(2, taken);
    for (PullWorld world : all) {
      world.followers().follow();
      assertTrue(world.layerIndex().usage(ALICE).bytes() <= LIMIT);
      assertEquals(4, world.layerIndex().usage(ALICE).blobs());
    }
  }

  @Test
  void aManifestThatOneWasToldOfIsKnownToWhoeverCountsOrCollectsAtAnother() {
    Content config = one.store(Content.of("config"));
    Content layer = one.store(Content.random(1, 100));
    LayerUses survey = new LayerUses(other.layerIndex(), other.followers());
    created(one.pushes().push(manifest("image", config, layer), List.of()));
    survey.settle();
    assertTrue(survey.list(Optional.empty(), 100).contains(layer.digest()));
    created(one.pushes().push(manifest("again", config, layer), List.of()));
    survey.settle();
    assertTrue(survey.list(Optional.empty(), 100).contains(Content.of("again").digest()));
    // Whoever decides on access follows.
    Cid unused = third.followers().follow();
    assertEquals(Optional.of(PullClass.IMAGE), third.fetch(APP, config));
    assertEquals(Optional.empty(), third.fetch(APP, layer));
  }

  @Test
  void whatOneRemovesNoOtherHas() {
    Content config = one.store(Content.of("config"));
    created(one.pushes().push(manifest("image", config), List.of()));
    assertEquals(1, other.removals().manifest(APP, Content.of("image").digest()));
    for (PullWorld world : all) {
      world.followers().follow();
      assertEquals(0, world.layerIndex().totals().records());
      assertEquals(0, world.removals().manifest(APP, Content.of("image").digest()));
    }
    // And it can be pushed again, anywhere.
    assertEquals(1, created(third.pushes().push(manifest("image", config), List.of())));
  }

  @Test
  void whoeverWritesAllEndWithTheSame() throws Exception {
    List<Callable<Boolean>> writers = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      PullWorld world = all.get(i);
      RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(i);
      writers.add(
          () -> {
            for (int round = 0; round < 40; round++) {
              world.repo().commit(CommitRequest.of(writes(random)));
              world.followers().follow();
            }
            return true;
          });
    }
    assertEquals(3, atOnce(writers).size());
    assertSame();
  }

  /** Few keys, so that the same record is written by several, and deleted. */
  private static List<RecordWrite> writes(RandomGenerator random) {
    List<RecordWrite> writes = new ArrayList<>();
    for (int key = random.nextInt(4); key < 12; key += random.nextInt(1, 6)) {
      RepoPath path = RepoPath.of(Nsids.HOLD_LAYER.toString(), "key-" + key);
      writes.add(
          random.nextInt(3) == 0
              ? new RecordWrite.Delete(path)
              : new RecordWrite.Put(path, DagCbor.encode(layer(random).toData())));
    }
    return writes;
  }

  private static LayerRecord layer(RandomGenerator random) {
    Content blob = Content.of("blob " + random.nextInt(6));
    return new LayerRecord(
        blob.digest(),
        blob.bytes().length,
        "application/octet-stream",
        Optional.empty(),
        ALICE,
        Optional.of("app"),
        LayerRecord.Role.LAYER,
        false,
        Datetime.parse("2026-11-21T12:00:00Z"));
  }

  /** That all say what one says that has just read the records. */
  private void assertSame() {
    LayerIndex fresh = new LayerIndex();
    fresh.load(one.repo());
    for (PullWorld world : all) {
      world.followers().follow();
      assertEquals(fresh.totals(), world.layerIndex().totals());
      assertEquals(fresh.usedBy(ALICE), world.layerIndex().usedBy(ALICE));
      assertEquals(records(fresh), records(world.layerIndex()));
    }
  }

  private static Set<KnownLayer> records(LayerIndex index) {
    return index.manifests(ALICE).stream()
        .flatMap(manifest -> manifest.layers().stream())
        .collect(Collectors.toSet());
  }

  @Test
  void whoIsCutOffSaysNothingRatherThanWhatWas() {
    third.followers().follow();
    proxy.refuse();
    proxy.cut();
    assertThrows(StoreFailedException.class, () -> third.followers().follow());
    proxy.mend();
    third.followers().follow();
  }

  @Test
  void whoWasAwayForLongReadsAllAgainAndFollowsOn() throws SQLException {
    Content config = one.store(Content.of("config"));
    created(one.pushes().push(manifest("before", config), List.of()));
    third.followers().follow();
    proxy.refuse();
    proxy.cut();
    assertEquals(1, other.removals().manifest(APP, Content.of("before").digest()));
    created(one.pushes().push(manifest("meanwhile", config), List.of()));
    forgetChanges();
    created(one.pushes().push(manifest("later", config), List.of()));
    proxy.mend();
    assertSame();
    created(other.pushes().push(manifest("at last", config), List.of()));
    assertSame();
    assertEquals(3, third.layerIndex().totals().records());
  }

  /** As the commits of a long time do. */
  private void forgetChanges() throws SQLException {
    try (Connection connection = DriverManager.getConnection(database.url());
        Statement statement = connection.createStatement()) {
      statement.execute("DELETE FROM changes");
    }
  }
}
