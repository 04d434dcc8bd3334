package dev.orlop.mst;

import dev.orlop.car.cid.Cid;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which nodes prove something about keys. */
public final class MstProof {
  private MstProof() {}

  /**
   * The nodes on the way to a key, root first. They prove its value, or that it is not there
   * (com.atproto.sync.getRecord).
   */
  public static List<Cid> path(NodeStore store, Cid root, byte[] key) {
    List<Cid> path = new ArrayList<>();
    @Nullable Cid next = root;
    while (next != null) {
      Mst.requireDepth(path.size());
      path.add(next);
      MstNode node = store.get(next);
      int found = node.find(key);
      next = found >= 0 ? null : node.subtree(-found - 1);
    }
    return path;
  }

  /**
   * The nodes that a consumer needs to undo the commit that touched {@code keys} (Sync 1.1): in the
   * tree after the commit, the way to each key, or to where it would be, and the ways to its
   * neighbours on both sides.
   */
  public static Set<Cid> covering(NodeStore store, Cid root, Collection<byte[]> keys) {
    Set<Cid> nodes = new LinkedHashSet<>();
    for (byte[] key : keys) {
      nodes.addAll(path(store, root, key));
      addNeighbours(store, root, key, nodes);
    }
    return nodes;
  }

  /**
   * Adds the ways to the nearest keys below and above. From the key's own place they branch off at
   * the lowest node that has a subtree or an entry on that side, and run along its edge.
   */
  private static void addNeighbours(NodeStore store, Cid root, byte[] key, Set<Cid> nodes) {
    @Nullable Cid next = root;
    @Nullable Cid below = null;
    @Nullable Cid above = null;
    while (next != null) {
      MstNode node = store.get(next);
      int found = node.find(key);
      int left = found >= 0 ? found : -found - 1;
      int right = found >= 0 ? found + 1 : left;
      if (found >= 0) {
        below = node.subtree(left);
        above = node.subtree(right);
        break;
      }
      // An entry of this node is the neighbour unless the subtree we go into has a nearer one,
      // and that one lies on the way down, which is in the proof already.
      next = node.subtree(left);
    }
    addEdge(store, below, false, nodes);
    addEdge(store, above, true, nodes);
  }

  private static void addEdge(
      NodeStore store, @Nullable Cid subtree, boolean leftmost, Set<Cid> nodes) {
    @Nullable Cid next = subtree;
    for (int depth = 0; next != null; depth++) {
      Mst.requireDepth(depth);
      nodes.add(next);
      MstNode node = store.get(next);
      next = node.subtree(leftmost ? 0 : node.size());
    }
  }
}
