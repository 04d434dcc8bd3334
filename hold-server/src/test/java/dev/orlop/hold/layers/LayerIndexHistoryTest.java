package dev.orlop.hold.layers;

import static dev.orlop.hold.layers.LayerWorld.ALICE;
import static dev.orlop.hold.layers.LayerWorld.BOB;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cbor.DagCbor;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.pds.records.LayerRecord;
import dev.orlop.hold.pds.records.LayerRecord.Role;
import dev.orlop.lexicons.Nsids;
import dev.orlop.mst.RecordWrite;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random histories: what followed, what was loaded and what is counted slowly say the same. */
class LayerIndexHistoryTest {
  private static final Did[] USERS = {ALICE, BOB};
  private static final Role[] ROLES = {Role.LAYER, Role.LAYER, Role.CONFIG, Role.MANIFEST};

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void anIndexThatFollowedSaysWhatTheRecordsSay(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    try (LayerWorld world = new LayerWorld(folder)) {
      for (int round = 0; round < 60; round++) {
        world.commit(writes(random));
        assertSame(world, world.index);
      }
      assertSame(world, world.loaded());
    }
  }

  private static RecordWrite[] writes(RandomGenerator random) {
    Map<String, RecordWrite> writes = new HashMap<>();
    for (int i = random.nextInt(1, 20); i > 0; i--) {
      String key =
          random.nextInt(5) == 0
              ? "by-hand-" + random.nextInt(10)
              : "3aaaaaaaaaa"
                  + (char) ('a' + random.nextInt(20))
                  + (char) ('2' + random.nextInt(6));
      writes.put(
          key,
          random.nextInt(3) == 0
              ? new RecordWrite.Delete(LayerWorld.path(key))
              : new RecordWrite.Put(LayerWorld.path(key), DagCbor.encode(any(random).toData())));
    }
    return writes.values().toArray(RecordWrite[]::new);
  }

  private static LayerRecord any(RandomGenerator random) {
    return LayerWorld.layer(
        USERS[random.nextInt(USERS.length)],
        "repo-" + random.nextInt(3),
        "m" + random.nextInt(4),
        "blob".repeat(random.nextInt(1, 12)),
        ROLES[random.nextInt(ROLES.length)]);
  }

  private static void assertSame(LayerWorld world, LayerIndex index) {
    List<LayerRecord> records = new ArrayList<>();
    world.repo.forEach(Nsids.HOLD_LAYER, entry -> records.add(LayerRecord.of(entry.value())));
    Set<Digest> all = new TreeSet<>();
    long logical = 0;
    for (Did user : USERS) {
      Map<Digest, Long> blobs = new HashMap<>();
      records.stream()
          .filter(record -> record.userDid().equals(user) && record.role() != Role.MANIFEST)
          .forEach(record -> blobs.put(record.digest(), record.size()));
      long bytes = blobs.values().stream().mapToLong(Long::longValue).sum();
      assertEquals(new Usage(blobs.size(), bytes), index.usage(user));
      assertEquals(
          records.stream().filter(record -> record.userDid().equals(user)).count(),
          index.manifests(user).stream().mapToLong(manifest -> manifest.layers().size()).sum());
      all.addAll(blobs.keySet());
      logical += bytes;
    }
    List<UsedBlob> used = index.used(Optional.empty(), Integer.MAX_VALUE);
    assertEquals(List.copyOf(all), used.stream().map(UsedBlob::digest).toList());
    Totals totals = index.totals();
    assertEquals(records.size(), totals.records());
    assertEquals(used.stream().mapToLong(UsedBlob::size).sum(), totals.stored().bytes());
    assertEquals(logical, totals.logical().bytes());
    Set<Did> users = new HashSet<>();
    records.forEach(record -> users.add(record.userDid()));
    assertEquals(users, new HashSet<>(index.users()));
  }
}
