package dev.orlop.mst;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.orlop.car.cid.Cid;
import dev.orlop.testkit.Cases;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Random histories: the fast tree against the slow one, after each step, in every respect. */
class MstHistoryTest {
  private final Map<Cid, byte[]> blocks = new HashMap<>();
  private final NodeStore store = NodeStore.over(blocks::get);

  @Test
  void editsDiffsAndProofsAgreeWithATreeBuiltFromNothing() {
    Cases.run(60, random -> history(random, 40, 12));
  }

  @Test
  void manyEditsAtOnceEndInTheSameTree() {
    Cases.run(20, random -> history(random, 4, 400));
  }

  private void history(SplittableRandom random, int steps, int maxEdits) {
    TreeMap<String, Cid> model = new TreeMap<>();
    SlowTree before = new SlowTree(model);
    blocks.putAll(before.nodes());
    for (int step = 0; step < steps; step++) {
      Map<String, Edit> edits = randomEdits(random, model, maxEdits);
      TreeMap<String, Cid> next = new TreeMap<>(model);
      edits.forEach(
          (key, edit) -> {
            if (edit instanceof Edit.Put(_, Cid value)) {
              next.put(key, value);
            } else {
              next.remove(key);
            }
          });
      SlowTree after = new SlowTree(next);
      check(before, after, model, next, List.copyOf(edits.values()));
      model = next;
      before = after;
    }
  }

  private void check(
      SlowTree before,
      SlowTree after,
      NavigableMap<String, Cid> model,
      NavigableMap<String, Cid> next,
      List<Edit> edits) {
    Set<Cid> created = minus(after.nodes().keySet(), before.nodes().keySet());
    Set<Cid> removed = minus(before.nodes().keySet(), after.nodes().keySet());

    MstEdit edit = MstEditor.apply(store, before.root(), edits);
    assertEquals(after.root(), edit.root());
    assertEquals(created, edit.created().keySet());
    assertEquals(removed, edit.removed());
    edit.created().forEach((cid, node) -> blocks.put(cid, node.block()));

    Map<String, Cid> seen = new LinkedHashMap<>();
    Set<Cid> nodes =
        MstVerifier.verify(store, edit.root(), (key, value) -> seen.put(MstKey.text(key), value));
    assertEquals(next, seen);
    assertEquals(after.nodes().keySet(), nodes);

    MstDiff diff = MstDiff.between(store, before.root(), after.root());
    assertEquals(created, diff.created());
    assertEquals(removed, diff.removed());
    assertEquals(slowChanges(model, next), changes(diff));

    List<byte[]> keys = diff.changes().stream().map(MstDiff.Change::key).toList();
    Set<Cid> proof = MstProof.covering(store, after.root(), keys);
    List<String> paths = diff.changes().stream().map(MstDiff.Change::path).toList();
    assertEquals(after.covering(paths), proof);
    NodeStore partial =
        cid -> {
          if (!proof.contains(cid) && !cid.equals(after.root())) {
            throw new MissingBlockException(cid);
          }
          return store.get(cid);
        };
    assertEquals(
        before.root(),
        assertInstanceOf(
                MstInversion.Outcome.Inverted.class,
                MstInversion.invert(partial, after.root(), diff.changes()))
            .root());
    lookups(after, model, next);
  }

  private void lookups(
      SlowTree after, NavigableMap<String, Cid> model, NavigableMap<String, Cid> next) {
    Set<String> keys = new HashSet<>(model.keySet());
    keys.addAll(next.keySet());
    for (String key : keys) {
      assertEquals(next.get(key), Mst.get(store, after.root(), MstKey.of(key)));
      List<Cid> path = MstProof.path(store, after.root(), MstKey.of(key));
      assertEquals(after.path(key), new HashSet<>(path));
    }
    assertNull(Mst.get(store, after.root(), MstKey.of("never/there")));
  }

  private static Map<String, Edit> randomEdits(
      SplittableRandom random, NavigableMap<String, Cid> model, int max) {
    Map<String, Edit> edits = new LinkedHashMap<>();
    List<String> present = new ArrayList<>(model.keySet());
    int count = random.nextInt(1, max + 1);
    for (int i = 0; i < count; i++) {
      boolean known = !present.isEmpty() && random.nextInt(5) < 3;
      String key =
          known
              ? present.get(random.nextInt(present.size()))
              : "c" + random.nextInt(3) + "/" + random.nextInt(600);
      edits.put(
          key, random.nextBoolean() ? new Edit.Put(key, value(random)) : new Edit.Delete(key));
    }
    return edits;
  }

  private static Cid value(SplittableRandom random) {
    return Cid.hash(Cid.Codec.DAG_CBOR, new byte[] {(byte) random.nextInt(20)});
  }

  private static Set<Cid> minus(Set<Cid> all, Set<Cid> without) {
    Set<Cid> rest = new HashSet<>(all);
    rest.removeAll(without);
    return rest;
  }

  private static List<String> changes(MstDiff diff) {
    return diff.changes().stream()
        .map(change -> change.path() + " " + change.before() + " " + change.after())
        .toList();
  }

  private static List<String> slowChanges(
      NavigableMap<String, Cid> before, NavigableMap<String, Cid> after) {
    TreeMap<String, Cid> keys = new TreeMap<>(before);
    keys.putAll(after);
    return keys.keySet().stream()
        .filter(key -> !Objects.equals(before.get(key), after.get(key)))
        .map(key -> key + " " + before.get(key) + " " + after.get(key))
        .toList();
  }
}
