package dev.orlop.mst;

import dev.orlop.car.cid.Cid;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How one tree differs from another, found by walking both at once and passing over the subtrees
 * that they share.
 *
 * @param created the nodes that only the second tree has
 * @param removed the nodes that only the first tree has
 * @param changes the keys whose value differs, in key order
 */
public record MstDiff(Set<Cid> created, Set<Cid> removed, List<Change> changes) {
  /** One key's value before and after; null where the key was, or is, not there. */
  public record Change(byte[] key, @Nullable Cid before, @Nullable Cid after) {
    /** The key as text. */
    public String path() {
      return MstKey.text(key);
    }
  }

  /**
   * Compares two trees of one store.
   *
   * @throws MissingBlockException if a node that only one of them has is not in the store
   * @throws MstException if the keys of one are out of order
   */
  public static MstDiff between(NodeStore store, Cid before, Cid after) {
    return between(store, before, store, after);
  }

  /** Compares two trees that lie in stores of their own. */
  public static MstDiff between(
      NodeStore storeBefore, Cid before, NodeStore storeAfter, Cid after) {
    Walk a = new Walk(storeBefore, before);
    Walk b = new Walk(storeAfter, after);
    List<Change> changes = new ArrayList<>();
    while (!a.atEnd() || !b.atEnd()) {
      step(a, b, changes);
    }
    Set<Cid> created = new HashSet<>(b.visited.keySet());
    created.removeAll(a.visited.keySet());
    Set<Cid> removed = new HashSet<>(a.visited.keySet());
    removed.removeAll(b.visited.keySet());
    return new MstDiff(created, removed, changes);
  }

  private static void step(Walk a, Walk b, List<Change> changes) {
    Cid treeA = a.subtree();
    Cid treeB = b.subtree();
    if (treeA != null && treeA.equals(treeB)) {
      a.pass();
      b.pass();
    } else if (treeA != null && (treeB == null || a.height() >= b.height())) {
      // The higher one first, so that the two come to stand at the same height where they can.
      a.enter();
    } else if (treeB != null) {
      b.enter();
    } else {
      compareEntries(a, b, changes);
    }
  }

  private static void compareEntries(Walk a, Walk b, List<Change> changes) {
    int order = a.atEnd() ? 1 : b.atEnd() ? -1 : MstKey.compare(a.key(), b.key());
    if (order < 0) {
      changes.add(new Change(a.key(), a.value(), null));
      a.pass();
    } else if (order > 0) {
      changes.add(new Change(b.key(), null, b.value()));
      b.pass();
    } else {
      if (!a.value().equals(b.value())) {
        changes.add(new Change(a.key(), a.value(), b.value()));
      }
      a.pass();
      b.pass();
    }
  }

  /** A place in a tree: in front of a subtree, in front of an entry, or at the end. */
  private static final class Walk {
    private final NodeStore store;
    private final Map<Cid, MstNode> visited = new HashMap<>();
    private final Deque<MstNode> nodes = new ArrayDeque<>();
    private final Deque<Integer> places = new ArrayDeque<>();
    private final int rootHeight;
    private @Nullable Cid root;
    private byte @Nullable [] last;

    Walk(NodeStore store, Cid root) {
      this.store = store;
      this.root = root;
      MstNode node = store.get(root);
      this.rootHeight = node.size() == 0 ? 0 : MstKey.height(node.key(0));
    }

    boolean atEnd() {
      return root == null && nodes.isEmpty();
    }

    /** The subtree that comes next, or null before an entry and at the end. */
    @Nullable Cid subtree() {
      if (root != null) {
        return root;
      }
      MstNode node = nodes.peek();
      return node == null || place() % 2 == 1 ? null : node.subtree(place() / 2);
    }

    /** The height of the subtree that comes next. */
    int height() {
      return rootHeight - nodes.size();
    }

    byte[] key() {
      return nodes.getFirst().key(place() / 2);
    }

    Cid value() {
      return nodes.getFirst().value(place() / 2);
    }

    private int place() {
      return places.getFirst();
    }

    void enter() {
      Cid cid = subtree();
      if (cid == null) {
        throw new IllegalStateException("not in front of a subtree");
      }
      Mst.requireDepth(nodes.size());
      MstNode node = store.get(cid);
      visited.put(cid, node);
      root = null;
      nodes.push(node);
      places.push(0);
      settle();
    }

    void pass() {
      if (root != null) {
        root = null;
        return;
      }
      if (place() % 2 == 1) {
        last = MstKey.requireAbove(last, key());
      }
      places.push(places.pop() + 1);
      settle();
    }

    /** Moves over places without a subtree, and up out of nodes that are done. */
    private void settle() {
      while (!nodes.isEmpty()) {
        MstNode node = nodes.getFirst();
        int place = place();
        if (place > node.size() * 2) {
          nodes.pop();
          places.pop();
          if (!nodes.isEmpty()) {
            places.push(places.pop() + 1);
          }
        } else if (place % 2 == 1 || node.subtree(place / 2) != null) {
          return;
        } else {
          places.push(places.pop() + 1);
        }
      }
    }
  }
}
