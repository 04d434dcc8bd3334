package dev.orlop.mst;

import dev.orlop.car.cid.Cid;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of edits to a tree: a new root, and how it differs from the old one.
 *
 * @param root of the new tree
 * @param created the nodes that the new tree has and the old one had not, children before parents
 * @param removed the nodes that the old tree had and the new one has not
 * @param previous the value before, for each edit in key order; null where the key was not there
 */
public record MstEdit(
    Cid root, Map<Cid, Created> created, Set<Cid> removed, List<@Nullable Cid> previous) {
  /** A new node, in memory and as a block. */
  public record Created(MstNode node, byte[] block) {}
}
