package dev.orlop.mst;

import dev.orlop.car.cid.Cid;
import java.util.Arrays;

/** The entries of a node that is being made, in key order. */
final class NodeDraft {
  private byte[][] keys;
  private Cid[] values;
  private int size;

  /** With room for a few entries, and for as many as there are edits up to a bound. */
  NodeDraft(int edits) {
    int room = 6 + Math.min(edits, 10);
    keys = new byte[room][];
    values = new Cid[room];
  }

  void add(byte[] key, Cid value) {
    if (size == keys.length) {
      keys = Arrays.copyOf(keys, size * 2);
      values = Arrays.copyOf(values, size * 2);
    }
    keys[size] = key;
    values[size] = value;
    size++;
  }

  int size() {
    return size;
  }

  byte[] key(int entry) {
    return keys[entry];
  }

  byte[][] keys() {
    return Arrays.copyOf(keys, size);
  }

  Cid[] values() {
    return Arrays.copyOf(values, size);
  }
}
