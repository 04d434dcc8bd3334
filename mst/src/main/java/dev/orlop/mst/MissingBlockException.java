package dev.orlop.mst;

import dev.orlop.car.cid.Cid;

/** A block that the tree points at and that the source does not hold. */
public final class MissingBlockException extends RuntimeException {
  private final Cid cid;

  /** Names the block. */
  public MissingBlockException(Cid cid) {
    super("missing block " + cid);
    this.cid = cid;
  }

  /** The address of the block. */
  public Cid cid() {
    return cid;
  }
}
