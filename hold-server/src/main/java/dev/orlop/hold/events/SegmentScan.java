package dev.orlop.hold.events;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads a segment's entries in order, as far as they are whole. Not by a channel, which the
 * interruption of one reader would close.
 */
final class SegmentScan implements AutoCloseable {
  private static final int BUFFER_BYTES = 256 << 10;

  private final RandomAccessFile file;
  private byte[] buffer = new byte[BUFFER_BYTES];
  private int at;
  private int end;
  private long offset;

  /** Reads from an entry's offset. */
  SegmentScan(Path path, long offset) throws IOException {
    this.file = new RandomAccessFile(path.toFile(), "r");
    this.offset = offset;
  }

  /** Is told of entries. */
  @FunctionalInterface
  interface Visitor {
    /** An entry at an offset. */
    void entry(Entry entry, long offset);
  }

  /**
   * Goes through a segment up to {@code limit}, or to where it is not whole.
   *
   * @return where it ended
   */
  static long run(Path path, long limit, Visitor visitor) throws IOException {
    try (SegmentScan scan = new SegmentScan(path, 0)) {
      if (!scan.skipHead(limit)) {
        return 0;
      }
      long seq = 0;
      while (true) {
        long at = scan.offset();
        Optional<Entry> entry = scan.next(limit);
        if (entry.isEmpty() || entry.get().seq() <= seq) {
          return at;
        }
        seq = entry.get().seq();
        visitor.entry(entry.get(), at);
      }
    }
  }

  private boolean skipHead(long limit) throws IOException {
    byte[] head = new byte[Segment.HEAD_BYTES];
    if (limit < head.length || file.read(head) < head.length || !Segment.isHead(head)) {
      return false;
    }
    offset = head.length;
    return true;
  }

  /** Where the next entry begins. */
  long offset() {
    return offset;
  }

  /** The next entry, valid until the next call; empty if there is no whole one before the limit. */
  Optional<Entry> next(long limit) throws IOException {
    Optional<Entry> entry = Entry.read(buffer, at, end);
    if (entry.isEmpty()) {
      fill(limit);
      entry = Entry.read(buffer, at, end);
    }
    if (entry.isEmpty() && Entry.announced(buffer, at, end) > buffer.length) {
      buffer = new byte[Entry.announced(buffer, at, end)];
      fill(limit);
      entry = Entry.read(buffer, at, end);
    }
    if (entry.isPresent()) {
      offset += entry.get().size();
      at += entry.get().size();
    }
    return entry;
  }

  private void fill(long limit) throws IOException {
    file.seek(offset);
    int wanted = (int) Math.min(buffer.length, Math.max(0, limit - offset));
    at = 0;
    end = 0;
    while (end < wanted) {
      int n = file.read(buffer, end, wanted - end);
      if (n < 0) {
        return;
      }
      end += n;
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
