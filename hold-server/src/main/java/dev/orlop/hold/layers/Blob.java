package dev.orlop.hold.layers;

import dev.orlop.car.cid.Digest;

/** A blob that records name; there is one of these for each digest. */
final class Blob {
  final Digest digest;

  /**
   * As the first record of it says. The hold writes the same into all, since it takes the size from
   * what is stored; what others wrote must not change what somebody uses.
   */
  final long size;

  int records;

  Blob(Digest digest, long size) {
    this.digest = digest;
    this.size = size;
  }

  UsedBlob toUsed() {
    return new UsedBlob(digest, size, records);
  }
}
