package dev.orlop.hold.store.car;

import dev.orlop.hold.store.BlockLocation;
import dev.orlop.hold.store.StoreDamagedException;
import dev.orlop.hold.store.StoreFailedException;

/**
 * Reads blocks of a log. What the index names after this reader was made stays readable until it is
 * closed, whatever compaction does: so make the reader first, then ask the index. Safe for use by
 * several threads.
 */
public final class LogReader implements AutoCloseable {
  private final Segments segments;
  private final int first;
  private boolean closed;

  LogReader(Segments segments, int first) {
    this.segments = segments;
    this.first = first;
  }

  /**
   * The bytes of a block.
   *
   * @throws StoreDamagedException if there are none at that place
   * @throws StoreFailedException if the disk refuses, or the log has been closed
   */
  public byte[] read(BlockLocation location) {
    return segments.read(location);
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      segments.release(first);
    }
  }
}
