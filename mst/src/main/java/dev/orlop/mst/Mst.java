package dev.orlop.mst;

import dev.orlop.car.cid.Cid;
import org.jspecify.annotations.Nullable;

/** Looks single keys up in a tree. */
public final class Mst {
  /** The root of a tree without keys. */
  public static final Cid EMPTY_ROOT =
      Cid.hash(Cid.Codec.DAG_CBOR, MstNodeCodec.encode(MstNode.EMPTY));

  private Mst() {}

  /**
   * The value of a key, or null where the tree has none.
   *
   * @throws MissingBlockException if a node on the way is not in the store
   */
  public static @Nullable Cid get(NodeStore store, Cid root, byte[] key) {
    @Nullable Cid next = root;
    for (int depth = 0; next != null; depth++) {
      requireDepth(depth);
      MstNode node = store.get(next);
      int found = node.find(key);
      if (found >= 0) {
        return node.value(found);
      }
      next = node.subtree(-found - 1);
    }
    return null;
  }

  /** A key's height is 128 at most, so a longer way down is a loop or a lie. */
  static void requireDepth(int depth) {
    if (depth > 129) {
      throw new MstException("a tree deeper than SHA-256 allows");
    }
  }
}
