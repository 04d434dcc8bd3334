package dev.orlop.car;

import dev.orlop.car.cid.Cid;

/** A block that is not what its CID says. The reader stands behind it and can go on. */
public final class CidMismatchException extends CarFormatException {
  private final Cid cid;

  CidMismatchException(Cid cid) {
    super("block " + cid + " does not match its CID");
    this.cid = cid;
  }

  /** The CID that the block came under. */
  public Cid cid() {
    return cid;
  }
}
