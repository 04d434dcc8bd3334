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
 * and hashed again; the tests hold this against a tree built from nothing. Each node is entered
 * once and no deeper than heights go, so a tree that was made to exhaust its reader cannot.
 */
public final class MstVerifier {
  /** Takes the entries of a tree, in the order in which they are met. */
  @FunctionalInterface
  public interface Visitor {
    /** One entry. */
    void entry(byte[] key, Cid value);
  }

  /** Takes what is wrong with a tree. */
  @FunctionalInterface
  public interface FaultSink {
    /**
     * One fault.
     *
     * @param node in which it was found, or which is missing
     * @param fault an {@link MstException} or a {@link MissingBlockException}
     */
    void fault(Cid node, RuntimeException fault);
  }

  private final NodeStore store;
  private final Visitor visitor;
  private final FaultSink faults;
  private final Set<Cid> seen = new HashSet<>();
  private byte @Nullable [] last;

  private MstVerifier(NodeStore store, Visitor visitor, FaultSink faults) {
    this.store = store;
    this.visitor = visitor;
    this.faults = faults;
  }

  /**
   * Verifies the tree below {@code root} and hands its entries over.
   *
   * @return the tree's nodes
   * @throws MstException for the first rule that is broken
   * @throws MissingBlockException for the first node that is not there
   */
  public static Set<Cid> verify(NodeStore store, Cid root, Visitor visitor) {
    return inspect(
        store,
        root,
        visitor,
        (_, fault) -> {
          throw fault;
        });
  }

  /**
   * Looks through the tree below {@code root}, tells each fault, and goes on behind it where that
   * makes sense. Entries are handed over even where they are not in their place.
   *
   * @return the nodes that were met, of which some may be missing
   */
  public static Set<Cid> inspect(NodeStore store, Cid root, Visitor visitor, FaultSink faults) {
    MstVerifier verifier = new MstVerifier(store, visitor, faults);
    verifier.seen.add(root);
    MstNode node = verifier.load(root);
    if (node != null && node.isPointer()) {
      verifier.fault(root, "the root has no entries");
    }
    if (node != null && node.size() > 0) {
      verifier.verify(root, node, highest(node), null);
    }
    return verifier.seen;
  }

  /** The height of a root: that of each of its keys, if none is misplaced. */
  private static int highest(MstNode node) {
    int height = 0;
    for (int i = 0; i < node.size(); i++) {
      height = Math.max(height, MstKey.height(node.key(i)));
    }
    return height;
  }

  private @Nullable MstNode load(Cid cid) {
    try {
      return store.get(cid);
    } catch (MissingBlockException | MstException e) {
      faults.fault(cid, e);
      return null;
    }
  }

  private void verify(Cid cid, MstNode node, int height, byte @Nullable [] below) {
    for (int i = 0; i <= node.size(); i++) {
      if (node.subtree(i) instanceof Cid subtree) {
        if (height == 0) {
          fault(cid, "a subtree below height 0");
        } else {
          descend(subtree, height - 1, i < node.size() ? node.key(i) : below);
        }
      }
      if (i < node.size()) {
        verifyEntry(cid, node.key(i), height, below);
        visitor.entry(node.key(i), node.value(i));
      }
    }
  }

  private void descend(Cid cid, int height, byte @Nullable [] below) {
    if (!seen.add(cid)) {
      fault(cid, "the node hangs in two places");
      return;
    }
    MstNode node = load(cid);
    if (node == null) {
      return;
    }
    if (node.isEmpty()) {
      fault(cid, "an empty node below the root");
    }
    verify(cid, node, height, below);
  }

  private void verifyEntry(Cid cid, byte[] key, int height, byte @Nullable [] below) {
    boolean aboveLast = last == null || MstKey.compare(last, key) < 0;
    if (!aboveLast || (below != null && MstKey.compare(key, below) >= 0)) {
      fault(cid, "the key " + MstKey.text(key) + " is out of order");
    }
    int due = MstKey.height(key);
    if (due != height) {
      fault(
          cid, "the key " + MstKey.text(key) + " is at height " + height + ", should be at " + due);
    }
    if (aboveLast) {
      last = key;
    }
  }

  private void fault(Cid cid, String message) {
    faults.fault(cid, new MstException(message));
  }
}
