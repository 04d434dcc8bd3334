package dev.orlop.mst;

import dev.orlop.car.cbor.DagCbor;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.car.cid.Cid;
import dev.orlop.car.cid.Sha256;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The tree by the book, and slow: always built from the whole map, straight from the specification,
 * with generic values and no code of the fast one.
 */
final class SlowTree {
  private final TreeMap<String, Cid> entries;
  private final Map<Cid, byte[]> nodes = new HashMap<>();
  private final Cid root;

  SlowTree(SortedMap<String, Cid> entries) {
    this.entries = new TreeMap<>(entries);
    int top = entries.keySet().stream().mapToInt(SlowTree::height).max().orElse(0);
    root = build(new ArrayList<>(entries.keySet()), top);
  }

  Cid root() {
    return root;
  }

  /** The blocks of all nodes. */
  Map<Cid, byte[]> nodes() {
    return nodes;
  }

  /** Counts zero bits in the number that the hash is. */
  static int height(String key) {
    byte[] hash = Sha256.hash(key.getBytes(StandardCharsets.UTF_8));
    return (256 - new BigInteger(1, hash).bitLength()) / 2;
  }

  private Cid build(List<String> keys, int height) {
    List<DataValue> items = new ArrayList<>();
    List<String> gap = new ArrayList<>();
    DataValue left = DataValue.Null.NULL;
    String previous = "";
    DataMap.Builder open = null;
    for (String key : keys) {
      if (height(key) < height) {
        gap.add(key);
        continue;
      }
      DataValue subtree = subtree(gap, height);
      if (open == null) {
        left = subtree;
      } else {
        items.add(open.put("t", subtree).build());
      }
      gap = new ArrayList<>();
      byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
      int shared = sharedBytes(previous.getBytes(StandardCharsets.UTF_8), bytes);
      open =
          DataMap.builder()
              .put("p", shared)
              .put("k", new DataValue.Bytes(Arrays.copyOfRange(bytes, shared, bytes.length)))
              .put("v", Objects.requireNonNull(entries.get(key)));
      previous = key;
    }
    DataValue last = subtree(gap, height);
    if (open == null) {
      left = last;
    } else {
      items.add(open.put("t", last).build());
    }
    byte[] block = DagCbor.encode(DataMap.builder().put("l", left).put("e", items).build());
    Cid cid = Cid.hash(Cid.Codec.DAG_CBOR, block);
    nodes.put(cid, block);
    return cid;
  }

  private DataValue subtree(List<String> keys, int height) {
    return keys.isEmpty() ? DataValue.Null.NULL : new DataValue.Link(build(keys, height - 1));
  }

  private static int sharedBytes(byte[] a, byte[] b) {
    int shared = 0;
    while (shared < a.length && shared < b.length && a[shared] == b[shared]) {
      shared++;
    }
    return shared;
  }
}
