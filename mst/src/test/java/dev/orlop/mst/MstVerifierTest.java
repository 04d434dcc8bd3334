package dev.orlop.mst;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.car.cid.Cid;
import dev.orlop.testkit.Cases;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Trees that are not what their entries make them. */
class MstVerifierTest {
  private static final Cid VALUE = Cid.hash(Cid.Codec.DAG_CBOR, new byte[] {1});

  // Two keys of height 0, one of height 1 behind them, a third of height 0, one of height 2.
  private static final String LOW = "c/10";
  private static final String LOW_TOO = "c/11";
  private static final String MIDDLE = "c/15";
  private static final String LOW_BEHIND = "c/18";
  private static final String HIGH = "c/60";

  private final Map<Cid, byte[]> blocks = new HashMap<>();
  private final NodeStore store = NodeStore.over(blocks::get);

  @Test
  void theKeysOfThisTestHaveTheirHeights() {
    assertEquals(0, MstKey.height(MstKey.of(LOW)));
    assertEquals(0, MstKey.height(MstKey.of(LOW_TOO)));
    assertEquals(0, MstKey.height(MstKey.of(LOW_BEHIND)));
    assertEquals(1, MstKey.height(MstKey.of(MIDDLE)));
    assertEquals(2, MstKey.height(MstKey.of(HIGH)));
  }

  @Test
  void theTreeOfNoKeysAndTheTreeOfAFewPass() {
    assertEquals(1, MstVerifier.verify(store, put(new Sketch()), (_, _) -> {}).size());
    Sketch tree = new Sketch().subtree(new Sketch().subtree(new Sketch().entry(LOW))).entry(HIGH);
    assertEquals(3, MstVerifier.verify(store, put(tree), (_, _) -> {}).size());
  }

  @Test
  void everyTreeThatIsNotTheCanonicalOneIsRefused() {
    refused("a key too high up", new Sketch().subtree(new Sketch().entry(LOW)).entry(HIGH));
    refused("a key too far down", new Sketch().subtree(new Sketch().entry(HIGH)).entry(MIDDLE));
    refused("keys of two heights in one node", new Sketch().entry(LOW).entry(MIDDLE));
    refused("a height skipped", new Sketch().subtree(new Sketch().entry(LOW)).entry(HIGH));
    refused("an empty leaf", new Sketch().subtree(new Sketch()).entry(MIDDLE));
    refused(
        "a handing-on node over nothing",
        new Sketch().subtree(new Sketch().subtree(new Sketch())).entry(HIGH));
    refused("a root that only hands on", new Sketch().subtree(new Sketch().entry(LOW)));
    refused("a root that hands on to an empty one", new Sketch().subtree(new Sketch()));
    refused(
        "a subtree below height 0", new Sketch().subtree(new Sketch().entry(LOW)).entry(LOW_TOO));
    refused(
        "a key behind its bound",
        new Sketch().subtree(new Sketch().entry(LOW_BEHIND)).entry(MIDDLE));
    refused("a key before its bound", new Sketch().entry(MIDDLE).subtree(new Sketch().entry(LOW)));
    refused(
        "one subtree in two places",
        new Sketch()
            .subtree(new Sketch().entry(LOW))
            .entry(MIDDLE)
            .subtree(new Sketch().entry(LOW)));
  }

  @Test
  void aMissingNodeIsAFaultAndNotAnEmptySubtree() {
    Sketch child = new Sketch().entry(LOW);
    Cid root = put(new Sketch().subtree(child).entry(MIDDLE));
    Cid gone = put(child);
    blocks.remove(gone);
    MissingBlockException e =
        assertThrows(
            MissingBlockException.class, () -> MstVerifier.verify(store, root, (_, _) -> {}));
    assertEquals(gone, e.cid());
  }

  @Test
  void aLoopEnds() {
    // No bytes hash to their own address, but a store may say so.
    Cid root = Cid.hash(Cid.Codec.DAG_CBOR, new byte[] {9});
    MstNode node =
        new MstNode(new byte[][] {MstKey.of(HIGH)}, new Cid[] {VALUE}, new Cid[] {root, root});
    assertThrows(MstException.class, () -> MstVerifier.verify(_ -> node, root, (_, _) -> {}));
    assertThrows(
        MstException.class, () -> MstCursor.all(_ -> node, root).forEachRemaining(_ -> {}));
    assertThrows(MstException.class, () -> MstProof.path(_ -> node, root, MstKey.of(LOW)));
    assertThrows(
        MstException.class,
        () -> MstEditor.apply(_ -> node, root, List.of(new Edit.Put(LOW, VALUE))));
  }

  @Test
  void aTreeThatRepeatsItselfIsLeftAtTheFirstRepetition() {
    // Each level doubles the way through: 2^60 steps, were they all walked.
    Cid below = put(new Sketch().entry(LOW));
    for (int level = 0; level < 60; level++) {
      MstNode node =
          new MstNode(
              new byte[][] {MstKey.of("d/" + level)}, new Cid[] {VALUE}, new Cid[] {below, below});
      byte[] block = MstNodeCodec.encode(node);
      below = Cid.hash(Cid.Codec.DAG_CBOR, block);
      blocks.put(below, block);
    }
    Cid root = below;
    assertThrows(MstException.class, () -> MstVerifier.verify(store, root, (_, _) -> {}));
    assertThrows(MstException.class, () -> MstCursor.all(store, root).forEachRemaining(_ -> {}));
    assertThrows(
        MstException.class,
        () -> MstCursor.rangeDown(store, root, null, null).forEachRemaining(_ -> {}));
    assertThrows(
        MstException.class,
        () -> MstDiff.between(NodeStore.over(blocks::get), put(new Sketch()), root));
  }

  @Test
  void eachFaultOfATreeIsTold() {
    Sketch tree =
        new Sketch()
            .subtree(new Sketch().entry(LOW).entry(MIDDLE))
            .entry(LOW_BEHIND)
            .subtree(new Sketch())
            .entry(HIGH);
    List<String> faults = new ArrayList<>();
    List<String> keys = new ArrayList<>();
    MstVerifier.inspect(
        store,
        put(tree),
        (key, _) -> keys.add(MstKey.text(key)),
        (_, fault) -> faults.add(String.valueOf(fault.getMessage())));
    assertEquals(List.of(LOW, MIDDLE, LOW_BEHIND, HIGH), keys);
    assertTrue(faults.size() >= 3, faults.toString());
  }

  @Test
  void exactlyTheTreesThatTheirEntriesMakePass() {
    int[] passed = new int[1];
    Cases.run(
        4_000,
        random -> {
          TreeMap<String, Cid> entries = new TreeMap<>();
          for (int i = random.nextInt(1, 40); i > 0; i--) {
            entries.put("c/" + random.nextInt(200), VALUE);
          }
          SlowTree canonical = new SlowTree(entries);
          Sketch sketch = Sketch.of(NodeStore.over(canonical.nodes()::get), canonical.root());
          for (int i = random.nextInt(3); i > 0; i--) {
            sketch.mutate(random);
          }
          Cid root = put(sketch);
          TreeMap<String, Cid> now = new TreeMap<>();
          sketch.collect(now);
          if (root.equals(new SlowTree(now).root())) {
            passed[0]++;
            MstVerifier.verify(store, root, (_, _) -> {});
          } else {
            assertThrows(MstException.class, () -> MstVerifier.verify(store, root, (_, _) -> {}));
          }
        });
    assertTrue(passed[0] > 0);
  }

  private void refused(String what, Sketch tree) {
    Cid root = put(tree);
    assertThrows(MstException.class, () -> MstVerifier.verify(store, root, (_, _) -> {}), what);
  }

  private Cid put(Sketch sketch) {
    return sketch.write(blocks);
  }
}
