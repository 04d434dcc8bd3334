package dev.orlop.mst;

import dev.orlop.car.cid.Cid;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Walks a whole tree and refuses any that is not the one canonical tree of its keys and values:
 * every node there, strictly encoded, at its height, in its range, and none that needs not be.
 *
 * <p>These local rules admit exactly one tree for each set of entries, so nothing has to be rebuilt
 * and hashed again; the tests hold this against a tree built from nothing.
 */
public final class MstVerifier {
  /** Takes the entries of a verified tree, in key order. */
  @FunctionalInterface
  public interface Visitor {
    /** One entry, below nodes that have passed. */
    void entry(byte[] key, Cid value);
  }

  private final NodeStore store;
  private final Visitor visitor;
  private final Set<Cid> nodes = new HashSet<>();
  private byte @Nullable [] last;

  private MstVerifier(NodeStore store, Visitor visitor) {
    this.store = store;
    this.visitor = visitor;
  }

  /**
   * Verifies the tree below {@code root} and hands its entries over.
   *
   * @return the tree's nodes
   * @throws MstException for the first rule that is broken
   * @throws MissingBlockException for the first node that is not there
   */
  public static Set<Cid> verify(NodeStore store, Cid root, Visitor visitor) {
    MstVerifier verifier = new MstVerifier(store, visitor);
    MstNode node = store.get(root);
    if (node.isEmpty()) {
      return Set.of(root);
    }
    if (node.size() == 0) {
      throw new MstException("the root has no entries");
    }
    verifier.verify(root, MstKey.height(node.key(0)), null);
    return verifier.nodes;
  }

  private void verify(Cid cid, int height, byte @Nullable [] below) {
    if (!nodes.add(cid)) {
      throw new MstException("the node " + cid + " hangs in two places");
    }
    MstNode node = store.get(cid);
    if (node.isEmpty()) {
      throw new MstException("an empty node below the root");
    }
    for (int i = 0; i <= node.size(); i++) {
      byte[] bound = i < node.size() ? node.key(i) : below;
      if (node.subtree(i) instanceof Cid subtree) {
        if (height == 0) {
          throw new MstException("a subtree below height 0");
        }
        verify(subtree, height - 1, bound);
      }
      if (i < node.size()) {
        entry(node.key(i), node.value(i), height, below);
      }
    }
  }

  private void entry(byte[] key, Cid value, int height, byte @Nullable [] below) {
    if ((last != null && MstKey.compare(last, key) >= 0)
        || (below != null && MstKey.compare(key, below) >= 0)) {
      throw new MstException("the key " + MstKey.text(key) + " is out of order");
    }
    int due = MstKey.height(key);
    if (due != height) {
      throw new MstException(
          "the key " + MstKey.text(key) + " is at height " + height + ", should be at " + due);
    }
    last = key;
    visitor.entry(key, value);
  }
}
