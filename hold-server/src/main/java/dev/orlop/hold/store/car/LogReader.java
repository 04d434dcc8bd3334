package dev.orlop.hold.store.car;

import dev.orlop.hold.store.BlockBytes;
import dev.orlop.hold.store.BlockLocation;

/**
 * Reads blocks of a log. What the index names after this reader was made stays readable until it is
 * closed, whatever compaction does: so make the reader first, then ask the index. Safe for use by
 * several threads.
 */
public final class LogReader implements BlockBytes, AutoCloseable {
  private final Segments segments;
  private final int first;
  private boolean closed;

  LogReader(Segments segments, int first) {
    this.segments = segments;
    this.first = first;
  }

  /** Reads the same for those who want much of it; to be closed before this one. */
  public MappedLog mapped() {
    return new MappedLog(segments);
  }

  /**
   * The first segment that counted when this reader was made: what lies in it or behind it is
   * nowhere else for those who have a reader with the same.
   */
  public int firstSegment() {
    return first;
  }

  @Override
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
