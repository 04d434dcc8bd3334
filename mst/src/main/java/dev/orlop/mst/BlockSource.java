package dev.orlop.mst;

import dev.orlop.car.cid.Cid;
import org.jspecify.annotations.Nullable;

/** Blocks by address: tree nodes, records, commits. */
@FunctionalInterface
public interface BlockSource {
  /** The bytes of a block, or null where there is none. The caller does not change them. */
  byte @Nullable [] get(Cid cid);

  /**
   * The bytes of a block.
   *
   * @throws MissingBlockException where there is none
   */
  default byte[] require(Cid cid) {
    byte[] block = get(cid);
    if (block == null) {
      throw new MissingBlockException(cid);
    }
    return block;
  }
}
