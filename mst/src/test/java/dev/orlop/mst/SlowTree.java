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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The tree by the book, and slow: always built from the whole map, straight from the specification,
 * with generic values and no code of the fast one.
 */
final class SlowTree {
  private final TreeMap<String, Cid> entries;
  private final Map<Cid, byte[]> nodes = new HashMap<>();
  private final List<Span> spans = new ArrayList<>();
  private final Cid root;

  /** A node, its height, and the keys between which all of its own lie; null for no bound. */
  private record Span(Cid cid, int height, @Nullable String low, @Nullable String high) {
    boolean holds(String key) {
      return (low == null || low.compareTo(key) < 0) && (high == null || key.compareTo(high) < 0);
    }
  }

  SlowTree(SortedMap<String, Cid> entries) {
    this.entries = new TreeMap<>(entries);
    int top = entries.keySet().stream().mapToInt(SlowTree::height).max().orElse(0);
    root = build(new ArrayList<>(entries.keySet()), top, null, null);
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

  /** The nodes on the way to a key, or to where it would be. */
  Set<Cid> path(String key) {
    int stop = entries.containsKey(key) ? height(key) : 0;
    return spans.stream()
        .filter(span -> span.height >= stop && span.holds(key))
        .map(Span::cid)
        .collect(Collectors.toSet());
  }

  /** The ways to each key and to its neighbours on both sides. */
  Set<Cid> covering(Iterable<String> keys) {
    Set<Cid> nodes = new HashSet<>();
    for (String key : keys) {
      nodes.addAll(path(key));
      Optional.ofNullable(entries.lowerKey(key)).ifPresent(below -> nodes.addAll(path(below)));
      Optional.ofNullable(entries.higherKey(key)).ifPresent(above -> nodes.addAll(path(above)));
    }
    return nodes;
  }

  private Cid build(List<String> keys, int height, @Nullable String low, @Nullable String high) {
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
      DataValue subtree = subtree(gap, height, open == null ? low : previous, key);
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
    DataValue last = subtree(gap, height, open == null ? low : previous, high);
    if (open == null) {
      left = last;
    } else {
      items.add(open.put("t", last).build());
    }
    byte[] block = DagCbor.encode(DataMap.builder().put("l", left).put("e", items).build());
    Cid cid = Cid.hash(Cid.Codec.DAG_CBOR, block);
    nodes.put(cid, block);
    spans.add(new Span(cid, height, low, high));
    return cid;
  }

  private DataValue subtree(
      List<String> keys, int height, @Nullable String low, @Nullable String high) {
    return keys.isEmpty()
        ? DataValue.Null.NULL
        : new DataValue.Link(build(keys, height - 1, low, high));
  }

  private static int sharedBytes(byte[] a, byte[] b) {
    int shared = 0;
    while (shared < a.length && shared < b.length && a[shared] == b[shared]) {
      shared++;
    }
    return shared;
  }
}
