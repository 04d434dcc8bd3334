package dev.orlop.hold.lease;

import dev.orlop.car.cid.Digest;

/** On which blobs somebody relies. Safe for use by several threads. */
public interface Leases {
  /**
   * Takes a lease, or prolongs it; when the call returns, it outlives the process.
   *
   * @throws dev.orlop.hold.disk.DiskException if it cannot be written down; there is none then
   */
  void take(Digest digest);

  /** Whether a lease was taken so short a time ago that another one would add nothing. */
  boolean isFresh(Digest digest);

  /** Whether somebody relies on the blob now. */
  boolean isTaken(Digest digest);

  /** About how many there are; a blob that is asked for again and again counts once an hour. */
  long count();
}
