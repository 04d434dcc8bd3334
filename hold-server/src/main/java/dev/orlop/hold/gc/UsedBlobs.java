package dev.orlop.hold.gc;

import dev.orlop.car.cid.Digest;
import java.util.List;
import java.util.Optional;

/** The blobs that records name. Safe for use by several threads. */
public interface UsedBlobs {
  /**
   * Sees to it that all that is on disk is known.
   *
   * @throws RuntimeException if that cannot be had; nothing is to be thrown away then
   */
  void settle();

  /**
   * Used blobs in the order of their digests.
   *
   * @param after the digest behind which to go on; empty to begin
   */
  List<Digest> list(Optional<Digest> after, int limit);
}
