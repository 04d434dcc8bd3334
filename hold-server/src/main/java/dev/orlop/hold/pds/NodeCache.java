package dev.orlop.hold.pds;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.orlop.car.cid.Cid;
import dev.orlop.mst.BlockSource;
import dev.orlop.mst.MstNode;
import dev.orlop.mst.MstNodeCodec;
import dev.orlop.mst.NodeStore;

/**
 * Decoded tree nodes, those used lately, of all repos together. Nodes are immutable and named by
 * their content, so what is cached is never stale, and the same node of two repos is one.
 */
final class NodeCache implements NodeStore {
  private final BlockSource blocks;
  private final Cache<Cid, MstNode> nodes;

  /** Nodes of one repo, beside those of others in {@code nodes}. */
  NodeCache(BlockSource blocks, Cache<Cid, MstNode> nodes) {
    this.blocks = blocks;
    this.nodes = nodes;
  }

  static Cache<Cid, MstNode> shared(long maxNodes) {
    return Caffeine.newBuilder().maximumSize(maxNodes).build();
  }

  @Override
  public MstNode get(Cid cid) {
    MstNode node = nodes.getIfPresent(cid);
    if (node == null) {
      node = MstNodeCodec.decode(blocks.require(cid));
      nodes.put(cid, node);
    }
    return node;
  }

  /** Takes a node that is going to be asked for. */
  void keep(Cid cid, MstNode node) {
    nodes.put(cid, node);
  }
}
