package dev.orlop.mst;

import dev.orlop.car.cid.Cid;

/** Nodes by address, loaded when they are asked for. */
@FunctionalInterface
public interface NodeStore {
  /**
   * The node with this address.
   *
   * @throws MissingBlockException where there is none
   * @throws MstException if the block is no node
   */
  MstNode get(Cid cid);

  /** Decodes each node anew from its block. */
  static NodeStore over(BlockSource blocks) {
    return cid -> MstNodeCodec.decode(blocks.require(cid));
  }
}
