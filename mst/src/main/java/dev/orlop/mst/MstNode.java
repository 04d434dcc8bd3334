package dev.orlop.mst;

import dev.orlop.car.cid.Cid;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A node in memory: n entries in key order, and n+1 places for subtrees around them. Immutable.
 *
 * <p>Subtree i holds the keys below entry i, and above entry i-1. Heights are not stored: the
 * root's follows from its first key, a child's is one less than its parent's.
 */
public final class MstNode {
  /** The only node of an empty tree. */
  public static final MstNode EMPTY =
      new MstNode(new byte[0][], new Cid[0], new @Nullable Cid[] {null});

  private final byte[][] keys;
  private final Cid[] values;
  private final @Nullable Cid[] subtrees;

  /** Takes the arrays as they are; nobody changes them any more. */
  MstNode(byte[][] keys, Cid[] values, @Nullable Cid[] subtrees) {
    this.keys = keys;
    this.values = values;
    this.subtrees = subtrees;
  }

  /** How many entries there are. */
  public int size() {
    return keys.length;
  }

  /** The key of an entry. The caller does not change it. */
  public byte[] key(int entry) {
    return keys[entry];
  }

  /** The value of an entry: the CID of a record. */
  public Cid value(int entry) {
    return values[entry];
  }

  /** The subtree in front of {@code entry}, or behind the last one for {@code size()}. */
  public @Nullable Cid subtree(int place) {
    return subtrees[place];
  }

  /** The entry with this key, or {@code -(place) - 1} of the subtree that it would be in. */
  public int find(byte[] key) {
    int low = 0;
    int high = keys.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = MstKey.compare(keys[middle], key);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -low - 1;
  }

  /** Whether the node has no entries and only hands on to its left subtree. */
  boolean isPointer() {
    return keys.length == 0 && subtrees[0] != null;
  }

  /** Whether the node has neither entries nor a subtree, as only an empty tree's root may. */
  boolean isEmpty() {
    return keys.length == 0 && subtrees[0] == null;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MstNode node
        && Arrays.deepEquals(keys, node.keys)
        && Arrays.equals(values, node.values)
        && Arrays.equals(subtrees, node.subtrees);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values) * 31 + Arrays.hashCode(subtrees);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("MstNode[").append(subtrees[0]);
    for (int i = 0; i < keys.length; i++) {
      text.append(", ").append(MstKey.text(keys[i])).append(", ").append(subtrees[i + 1]);
    }
    return text.append(']').toString();
  }
}
