package dev.orlop.hold.events;

import dev.orlop.hold.store.StoreFailedException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A place in the window, or in the segments. */
final class FileEventReader implements EventReader {
  private static final System.Logger LOGGER = System.getLogger(FileEventReader.class.getName());

  /** What is handed out at once, roughly. */
  private static final int MAX_BYTES = 256 << 10;

  private static final Read UP_TO_DATE = new Read.UpToDate();
  private static final Read FELL_BEHIND = new Read.FellBehind();

  private final FileEventLog log;
  private long cursor;
  private boolean begun;

  // While it reads the disk.
  private @Nullable Segment segment;
  private @Nullable SegmentScan scan;
  private byte[] wire = new byte[0];

  FileEventReader(FileEventLog log, long cursor) {
    this.log = log;
    this.cursor = cursor;
  }

  @Override
  public long cursor() {
    return cursor;
  }

  @Override
  public Read read() {
    while (true) {
      Optional<Chunk> chunk = log.window().after(cursor);
      if (chunk.isPresent()) {
        leaveDisk();
        begun = true;
        return fromWindow(chunk.get());
      }
      // Whatever is up to here is on disk before it is known.
      long known = log.lastSeq();
      if (cursor >= known) {
        return UP_TO_DATE;
      }
      // Who begins takes what there is; who has begun must not miss anything.
      if (begun && cursor < log.floor()) {
        return FELL_BEHIND;
      }
      begun = true;
      try {
        int length = fromDisk(known);
        if (length > 0) {
          return new Read.Messages(List.of(new Slice(wire, 0, length)));
        }
      } catch (FileNotFoundException e) {
        return FELL_BEHIND;
      } catch (IOException e) {
        throw new StoreFailedException("cannot read the log of events", e);
      }
    }
  }

  private Read fromWindow(Chunk first) {
    List<Slice> parts = new ArrayList<>();
    int bytes = 0;
    Optional<Chunk> next = Optional.of(first);
    while (next.isPresent() && bytes < MAX_BYTES) {
      Slice part = next.get().after(cursor);
      parts.add(part);
      bytes += part.length();
      cursor = next.get().last();
      next = log.window().after(cursor);
    }
    return new Read.Messages(parts);
  }

  /**
   * Fills the array with messages; says how many bytes, which may be none where one has to go on.
   */
  private int fromDisk(long known) throws IOException {
    SegmentScan from = scan == null ? enter(log.files().holding(cursor)) : scan;
    if (from == null || segment == null) {
      cursor = known;
      return 0;
    }
    long limit = segment.end();
    int length = 0;
    while (length < MAX_BYTES) {
      Optional<Entry> entry = from.next(limit);
      if (entry.isEmpty()) {
        if (length == 0) {
          goOn(segment, from.offset() < limit, known);
        }
        return length;
      }
      if (entry.get().seq() > cursor) {
        cursor = entry.get().seq();
        if (!log.hides(entry.get())) {
          length = add(entry.get().frame(), length);
        }
      }
    }
    return length;
  }

  private int add(Slice frame, int at) {
    int end = at + Messages.headBytes(frame.length()) + frame.length();
    if (wire.length < end) {
      wire = Arrays.copyOf(wire, Math.max(end, MAX_BYTES + (MAX_BYTES >> 1)));
    }
    int start = Messages.writeHead(frame.length(), wire, at);
    System.arraycopy(frame.array(), frame.from(), wire, start, frame.length());
    return end;
  }

  private @Nullable SegmentScan enter(Optional<Segment> next) throws IOException {
    leaveScan();
    if (next.isEmpty()) {
      return null;
    }
    SegmentScan entered = new SegmentScan(next.get().path(), next.get().offsetBefore(cursor));
    segment = next.get();
    scan = entered;
    return entered;
  }

  /** Goes to the next segment, if there is one. */
  private void goOn(Segment done, boolean damaged, long known) throws IOException {
    if (damaged) {
      LOGGER.log(
          System.Logger.Level.ERROR,
          "{0} is damaged behind the event {1}; consumers miss what follows in it",
          done.path(),
          cursor);
    }
    Optional<Segment> next = log.files().after(done);
    if (next.isPresent()) {
      // The events between may all be hidden, or be lost.
      cursor = Math.max(cursor, next.get().first() - 1);
      SegmentScan unused = enter(next);
    } else {
      cursor = Math.max(cursor, known);
    }
  }

  private void leaveDisk() {
    leaveScan();
    wire = new byte[0];
  }

  private void leaveScan() {
    SegmentScan left = scan;
    scan = null;
    segment = null;
    if (left != null) {
      try {
        left.close();
      } catch (IOException e) {
        LOGGER.log(System.Logger.Level.DEBUG, "closing a segment", e);
      }
    }
  }

  @Override
  public void await(Duration most) throws InterruptedException {
    log.waiters().await(() -> cursor < log.lastSeq(), most.toNanos());
  }

  @Override
  public void close() {
    leaveDisk();
  }
}
