package dev.orlop.hold.store;

/** Reads blocks where they lie. */
@FunctionalInterface
public interface BlockBytes {
  /**
   * The bytes of a block.
   *
   * @throws StoreDamagedException if there are none at that place
   * @throws StoreFailedException if the disk refuses, or the log has been closed
   */
  byte[] read(BlockLocation location);
}
