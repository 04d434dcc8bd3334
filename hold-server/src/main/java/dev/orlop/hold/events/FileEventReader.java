package dev.orlop.hold.events;

import dev.orlop.hold.store.StoreFailedException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A place in the window, or in the segments. */
final class FileEventReader extends WindowReader {
  private static final System.Logger LOGGER = System.getLogger(FileEventReader.class.getName());

  private final FileEventLog log;

  // While it reads the disk.
  private @Nullable Segment segment;
  private @Nullable SegmentScan scan;
  private byte[] wire = new byte[0];

  FileEventReader(FileEventLog log, long cursor) {
    super(log, cursor);
    this.log = log;
  }

  @Override
  void enteredWindow() {
    leaveDisk();
  }

  /** Whatever is up to what is known is on disk before it is known. */
  @Override
  Optional<Read> readBehind(long known) {
    if (fellBehind()) {
      return Optional.of(FELL_BEHIND);
    }
    try {
      int length = fromDisk(known);
      return length > 0
          ? Optional.of(new Read.Messages(List.of(new Slice(wire, 0, length))))
          : Optional.empty();
    } catch (FileNotFoundException e) {
      return Optional.of(FELL_BEHIND);
    } catch (IOException e) {
      throw new StoreFailedException("cannot read the log of events", e);
    }
  }

  /**
   * Fills the array with messages; says how many bytes, which may be none where one has to go on.
   */
  private int fromDisk(long known) throws IOException {
    SegmentScan from = scan == null ? enter(log.files().holding(cursor())) : scan;
    if (from == null || segment == null) {
      moveTo(known);
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
      if (entry.get().seq() > cursor()) {
        moveTo(entry.get().seq());
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
    SegmentScan entered = new SegmentScan(next.get().path(), next.get().offsetBefore(cursor()));
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
          cursor());
    }
    Optional<Segment> next = log.files().after(done);
    if (next.isPresent()) {
      // The events between may all be hidden, or be lost.
      moveTo(Math.max(cursor(), next.get().first() - 1));
      SegmentScan unused = enter(next);
    } else {
      moveTo(Math.max(cursor(), known));
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
  public void close() {
    leaveDisk();
  }
}
