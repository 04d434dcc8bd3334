package dev.orlop.mst;

import dev.orlop.car.cid.Cid;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A tree that may be wrong in any way, for tests of those who must notice. */
final class Sketch {
  private static final Cid VALUE = Cid.hash(Cid.Codec.DAG_CBOR, new byte[] {1});

  private final List<String> keys = new ArrayList<>();
  private final List<@Nullable Sketch> subtrees = new ArrayList<>();

  Sketch() {
    subtrees.add(null);
  }

  /** The tree below a node. */
  static Sketch of(NodeStore store, Cid cid) {
    MstNode node = store.get(cid);
    Sketch sketch = new Sketch();
    for (int i = 0; i <= node.size(); i++) {
      if (node.subtree(i) instanceof Cid subtree) {
        sketch.subtree(of(store, subtree));
      }
      if (i < node.size()) {
        sketch.entry(MstKey.text(node.key(i)));
      }
    }
    return sketch;
  }

  /** Hangs a subtree behind what is there. */
  Sketch subtree(Sketch child) {
    subtrees.set(subtrees.size() - 1, child);
    return this;
  }

  /** Adds an entry behind what is there. */
  Sketch entry(String key) {
    keys.add(key);
    subtrees.add(null);
    return this;
  }

  /** Writes the nodes and returns the root. */
  Cid write(Map<Cid, byte[]> blocks) {
    byte[][] keyBytes = keys.stream().map(MstKey::of).toArray(byte[][]::new);
    Cid[] values = keys.stream().map(_ -> VALUE).toArray(Cid[]::new);
    @Nullable Cid[] links = new @Nullable Cid[subtrees.size()];
    for (int i = 0; i < links.length; i++) {
      Sketch child = subtrees.get(i);
      links[i] = child == null ? null : child.write(blocks);
    }
    byte[] block = MstNodeCodec.encode(new MstNode(keyBytes, values, links));
    Cid cid = Cid.hash(Cid.Codec.DAG_CBOR, block);
    blocks.put(cid, block);
    return cid;
  }

  void collect(Map<String, Cid> entries) {
    keys.forEach(key -> entries.put(key, VALUE));
    for (Sketch child : subtrees) {
      if (child != null) {
        child.collect(entries);
      }
    }
  }

  /** Changes something somewhere in the tree. */
  void mutate(SplittableRandom random) {
    List<Sketch> all = new ArrayList<>();
    gather(all);
    Sketch at = all.get(random.nextInt(all.size()));
    int place = random.nextInt(at.subtrees.size());
    Sketch child = at.subtrees.get(place);
    switch (random.nextInt(7)) {
      case 0 -> at.subtrees.set(place, new Sketch());
      case 1 -> at.subtrees.set(place, null);
      case 2 -> at.subtrees.set(place, child == null ? null : new Sketch().subtree(child));
      case 3 -> at.subtrees.set(place, child == null ? null : child.subtrees.getFirst());
      case 4 -> {
        at.keys.add(Math.min(place, at.keys.size()), "c/" + random.nextInt(200));
        at.subtrees.add(place, null);
      }
      case 5 -> at.subtrees.set(place, all.get(random.nextInt(all.size())).copy());
      default -> {
        if (!at.keys.isEmpty()) {
          int entry = random.nextInt(at.keys.size());
          at.keys.remove(entry);
          at.subtrees.remove(entry + random.nextInt(2));
        }
      }
    }
  }

  private void gather(List<Sketch> all) {
    all.add(this);
    for (Sketch child : subtrees) {
      if (child != null) {
        child.gather(all);
      }
    }
  }

  private Sketch copy() {
    Sketch copy = new Sketch();
    copy.keys.addAll(keys);
    copy.subtrees.clear();
    for (Sketch child : subtrees) {
      copy.subtrees.add(child == null ? null : child.copy());
    }
    return copy;
  }
}
