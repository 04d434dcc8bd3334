package dev.orlop.hold.events;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** The newest events, in memory, for all readers. One thread at a time adds; any may read. */
final class Window {
  private final long maxBytes;
  private final ConcurrentNavigableMap<Long, Chunk> byLastSeq = new ConcurrentSkipListMap<>();
  private long bytes;

  Window(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  void add(Chunk chunk) {
    byLastSeq.put(chunk.last(), chunk);
    bytes += chunk.wire().length;
    while (bytes > maxBytes && byLastSeq.size() > 1) {
      Map.Entry<Long, Chunk> oldest = byLastSeq.pollFirstEntry();
      if (oldest != null) {
        bytes -= oldest.getValue().wire().length;
      }
    }
  }

  /** The chunk with the next event behind {@code cursor}; empty if it is not here. */
  Optional<Chunk> after(long cursor) {
    Map.Entry<Long, Chunk> next = byLastSeq.higherEntry(cursor);
    return next == null || next.getValue().before() > cursor
        ? Optional.empty()
        : Optional.of(next.getValue());
  }

  /** Readers go to the disk for what was here. */
  void clear() {
    byLastSeq.clear();
    bytes = 0;
  }
}
