package dev.orlop.hold.pds.blobs;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cid.Cid;

/** Which record refers to what. */
@FunctionalInterface
public interface References {
  /**
   * Whether a record of the account's repo refers to the blob, by all that is on disk.
   *
   * @throws RuntimeException if nobody can say; the blob stays then
   */
  boolean has(Did did, Cid blob);
}
