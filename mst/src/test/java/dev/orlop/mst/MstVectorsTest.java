package dev.orlop.mst;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.data.DataJson;
import dev.orlop.atproto.data.JsonLimits;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.car.cid.Cid;
import dev.orlop.testkit.Vectors;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MstVectorsTest {
  private static final String FOLDER = "atproto-interop-tests/";

  @Test
  void keysHaveTheirHeights() {
    for (DataMap vector : vectors("mst/key_heights.json")) {
      String key = vector.text("key").orElseThrow();
      assertEquals(vector.integer("height").orElseThrow(), MstKey.height(MstKey.of(key)), key);
    }
  }

  @Test
  void keysShareTheirPrefixes() {
    for (DataMap vector : vectors("mst/common_prefix.json")) {
      byte[] left = MstKey.of(vector.text("left").orElseThrow());
      byte[] right = MstKey.of(vector.text("right").orElseThrow());
      assertEquals(vector.integer("len").orElseThrow(), MstKey.commonPrefix(left, right));
    }
  }

  @Test
  void exampleKeysStandAtTheHeightTheyName() {
    List<String> keys = Vectors.lines(FOLDER + "mst/example_keys.txt");
    assertTrue(keys.size() > 100);
    for (String key : keys) {
      // Such as A0/374913: a letter, then the height.
      int named = key.charAt(1) - '0';
      assertEquals(named, MstKey.height(MstKey.of(key)), key);
    }
  }

  @Test
  void commitProofsHoldExactlyTheBlocksOfTheFixtures() {
    List<DataMap> fixtures = vectors("firehose/commit-proof-fixtures.json");
    assertTrue(fixtures.size() >= 6);
    for (DataMap fixture : fixtures) {
      Cid leaf = Cid.parse(fixture.text("leafValue").orElseThrow());
      List<Edit.Put> before = new ArrayList<>();
      strings(fixture, "keys").forEach(key -> before.add(new Edit.Put(key, leaf)));
      MstEdit start = MstEditor.build(before);
      assertEquals(text(fixture, "rootBeforeCommit"), start.root().toString());

      List<Edit> edits = new ArrayList<>();
      strings(fixture, "adds").forEach(key -> edits.add(new Edit.Put(key, leaf)));
      strings(fixture, "dels").forEach(key -> edits.add(new Edit.Delete(key)));
      Nodes store = Nodes.of(start);
      MstEdit commit = MstEditor.apply(store, start.root(), edits);
      assertEquals(text(fixture, "rootAfterCommit"), commit.root().toString());

      store.add(commit);
      List<byte[]> keys = edits.stream().map(Edit::key).toList();
      Set<String> proof = new HashSet<>();
      MstProof.covering(store, commit.root(), keys).forEach(cid -> proof.add(cid.toString()));
      assertEquals(new HashSet<>(strings(fixture, "blocksInProof")), proof);

      Nodes part = store.copy();
      part.map().keySet().removeIf(cid -> !proof.contains(cid.toString()));
      List<MstDiff.Change> changes = MstDiff.between(store, start.root(), commit.root()).changes();
      assertEquals(
          start.root(),
          assertInstanceOf(
                  MstInversion.Outcome.Inverted.class,
                  MstInversion.invert(part, commit.root(), changes))
              .root());
    }
  }

  private static List<DataMap> vectors(String name) {
    DataValue all = DataJson.parseValue(Vectors.bytes(FOLDER + name), JsonLimits.DOCUMENT);
    List<DataMap> maps = new ArrayList<>();
    for (DataValue item : assertInstanceOf(DataValue.Array.class, all).items()) {
      maps.add(assertInstanceOf(DataMap.class, item));
    }
    assertTrue(maps.size() > 5);
    return maps;
  }

  private static String text(DataMap map, String key) {
    return map.text(key).orElseThrow();
  }

  private static List<String> strings(DataMap map, String key) {
    return map.array(key).orElseThrow().stream()
        .map(item -> assertInstanceOf(DataValue.Text.class, item).value())
        .toList();
  }
}
