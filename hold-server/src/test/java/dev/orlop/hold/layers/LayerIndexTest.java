package dev.orlop.hold.layers;

import static dev.orlop.hold.layers.LayerWorld.ALICE;
import static dev.orlop.hold.layers.LayerWorld.BOB;
import static dev.orlop.hold.layers.LayerWorld.digest;
import static dev.orlop.hold.layers.LayerWorld.layer;
import static dev.orlop.hold.layers.LayerWorld.manifest;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.pds.records.ImageRepository;
import dev.orlop.hold.pds.records.LayerRecord.Role;
import dev.orlop.lexicons.RepositoryName;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayerIndexTest {
  private static final ImageRepository APP = new ImageRepository(ALICE, new RepositoryName("app"));

  @TempDir Path folder;
  private LayerWorld world;

  @BeforeEach
  void open() {
    world = new LayerWorld(folder);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void aUserUsesEachBlobOnceHoweverManyManifestsShareIt() {
    world.put("3aaaaaaaaaaa2", layer(ALICE, "app", "m", "base layer", Role.LAYER));
    world.put("3aaaaaaaaaaa3", layer(ALICE, "app", "n", "base layer", Role.LAYER));
    world.put("3aaaaaaaaaaa4", layer(ALICE, "app", "n", "top", Role.LAYER));
    world.put("3aaaaaaaaaaa5", layer(BOB, "app", "m", "base layer", Role.LAYER));
    assertEquals(new Usage(2, 13), world.index.usage(ALICE));
    assertEquals(new Usage(1, 10), world.index.usage(BOB));
    assertEquals(new Totals(4, new Usage(2, 13), new Usage(3, 23)), world.index.totals());
    world.delete("3aaaaaaaaaaa2");
    assertEquals(new Usage(2, 13), world.index.usage(ALICE));
    world.delete("3aaaaaaaaaaa3");
    assertEquals(new Usage(1, 3), world.index.usage(ALICE));
    assertTrue(world.index.isUsed(digest("base layer")));
    assertFalse(world.index.uses(ALICE, digest("base layer")));
    world.delete("3aaaaaaaaaaa5");
    assertFalse(world.index.isUsed(digest("base layer")));
    assertEquals(List.of(ALICE), world.index.users());
  }

  @Test
  void usedBlobsComeInTheOrderOfTheirDigestsPageByPage() {
    for (int i = 2; i < 8; i++) {
      world.put("3aaaaaaaaaaa" + i, layer(ALICE, "app", "m", "blob " + i, Role.LAYER));
    }
    List<UsedBlob> first = world.index.used(Optional.empty(), 4);
    List<UsedBlob> second = world.index.used(Optional.of(first.getLast().digest()), 4);
    assertEquals(4, first.size());
    assertEquals(
        Stream.of("blob 2", "blob 3", "blob 4", "blob 5", "blob 6", "blob 7")
            .map(LayerWorld::digest)
            .sorted()
            .toList(),
        Stream.concat(first.stream(), second.stream()).map(UsedBlob::digest).toList());
  }

  @Test
  void theImagesOfAnIndexAreKnownAndAreNoBlobs() {
    world.put("3aaaaaaaaaaa2", layer(ALICE, "app", "list", "amd64", Role.MANIFEST));
    world.put("3aaaaaaaaaaa3", layer(ALICE, "app", "list", "arm64", Role.MANIFEST));
    for (LayerIndex index : List.of(world.index, world.loaded())) {
      KnownManifest list = index.manifests(APP).getFirst();
      assertEquals(manifest(ALICE, "list").toString(), list.uri());
      assertEquals(List.of(digest("amd64"), digest("arm64")), list.children());
      assertFalse(index.isUsed(digest("amd64")));
      assertEquals(Usage.NONE, index.usage(ALICE));
    }
    world.delete("3aaaaaaaaaaa2");
    assertEquals(List.of(digest("arm64")), world.index.manifests(APP).getFirst().children());
    world.delete("3aaaaaaaaaaa3");
    assertEquals(List.of(), world.index.users());
  }

  @Test
  void manifestsThatRecordsAreAboutAndImagesOfIndexesAreNeededWhoeverStoresThem() {
    world.put("3aaaaaaaaaaa2", layer(ALICE, "app", "list", "amd64", Role.MANIFEST));
    world.put("3aaaaaaaaaaa3", layer(ALICE, "app", "image", "layer", Role.LAYER));
    world.put("3aaaaaaaaaaa4", layer(BOB, "app", "image", "layer", Role.LAYER));
    List<Digest> needed =
        Stream.of("amd64", "list", "image", "layer").map(LayerWorld::digest).sorted().toList();
    for (LayerIndex index : List.of(world.index, world.loaded())) {
      assertEquals(needed, index.needed(Optional.empty(), 10));
      assertEquals(needed.subList(0, 2), index.needed(Optional.empty(), 2));
      assertEquals(needed.subList(2, 4), index.needed(Optional.of(needed.get(1)), 2));
      assertTrue(needed.stream().allMatch(index::isNeeded));
    }
    world.delete("3aaaaaaaaaaa3");
    assertTrue(world.index.isNeeded(digest("image")));
    world.delete("3aaaaaaaaaaa4");
    assertFalse(world.index.isNeeded(digest("image")));
    world.delete("3aaaaaaaaaaa2");
    assertEquals(List.of(), world.index.needed(Optional.empty(), 10));
  }

  @Test
  void whatIsNotUnderstoodButNamesADigestKeepsItsBlob() {
    world.put(
        "by-hand",
        DataMap.builder()
            .put("$type", "io.atcr.hold.layer")
            .put("digest", digest("precious").toString())
            .put("userDid", "nobody knows")
            .build());
    assertTrue(world.index.isUsed(digest("precious")));
    assertTrue(world.loaded().isUsed(digest("precious")));
    world.delete("by-hand");
    assertFalse(world.index.isUsed(digest("precious")));
  }

  @Test
  void theSameBytesUnderAnotherKeyAreAUseOfTheirOwn() {
    world.put("3aaaaaaaaaaa2", layer(ALICE, "app", "m", "layer", Role.LAYER));
    world.put("copy", layer(ALICE, "app", "m", "layer", Role.LAYER));
    world.delete("3aaaaaaaaaaa2");
    assertTrue(world.index.isUsed(digest("layer")));
    world.delete("copy");
    assertFalse(world.index.isUsed(digest("layer")));
  }

  @Test
  void aRecordOfTheOlderFormWithoutManifestIsAUse() {
    world.put(
        "3aaaaaaaaaaa2",
        DataMap.builder()
            .put("$type", "io.atcr.hold.layer")
            .put("digest", digest("old").toString())
            .put("size", 3)
            .put("mediaType", "text/plain")
            .put("repository", "app")
            .put("userDid", ALICE.toString())
            .put("createdAt", "2025-01-01T00:00:00Z")
            .build());
    assertEquals(new Usage(1, 3), world.index.usage(ALICE));
    assertEquals("", world.index.manifests(APP).getFirst().uri());
  }
}
