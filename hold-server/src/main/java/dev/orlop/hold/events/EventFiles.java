package dev.orlop.hold.events;

import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.disk.DiskException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The segments of the log, in order. One thread at a time changes them; any may read. */
final class EventFiles implements AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger(EventFiles.class.getName());
  static final String SUFFIX = ".events";

  private final Disk disk;
  private final Path folder;
  private final long segmentBytes;
  private volatile List<Segment> segments;

  /** Those that may hold what is in the system's memory alone; the last one may be among them. */
  private final List<Segment> unforced = new ArrayList<>();

  EventFiles(Disk disk, Path folder, long segmentBytes, List<Segment> segments) {
    this.disk = disk;
    this.folder = folder;
    this.segmentBytes = segmentBytes;
    this.segments = List.copyOf(segments);
  }

  static Path path(Path folder, long first) {
    return folder.resolve("%019d%s".formatted(first, SUFFIX));
  }

  List<Segment> segments() {
    return segments;
  }

  Optional<Segment> last() {
    List<Segment> now = segments;
    return now.isEmpty() ? Optional.empty() : Optional.of(now.getLast());
  }

  /** The segment in which to look for what is behind {@code cursor}, if there is one. */
  Optional<Segment> holding(long cursor) {
    List<Segment> now = segments;
    for (int i = now.size() - 1; i > 0; i--) {
      if (now.get(i).first() <= cursor) {
        return Optional.of(now.get(i));
      }
    }
    return now.isEmpty() ? Optional.empty() : Optional.of(now.getFirst());
  }

  /** The segment that comes after one, which may be gone. */
  Optional<Segment> after(Segment segment) {
    return segments.stream().filter(next -> next.first() > segment.first()).findFirst();
  }

  /**
   * Appends entries.
   *
   * @param first the first seq of them
   * @throws DiskException if the disk refuses; nothing is appended then
   */
  void append(ByteBuffer bytes, long first, Map<Long, Integer> offsets) {
    Segment tail = last().filter(last -> last.end() < segmentBytes).orElseGet(() -> begin(first));
    if (!unforced.contains(tail)) {
      unforced.add(tail);
    }
    tail.append(disk, bytes, offsets);
  }

  private Segment begin(long first) {
    Segment next = Segment.create(disk, path(folder, first), first);
    EventStep.SEGMENT_BEGUN.reached();
    List<Segment> more = new ArrayList<>(segments);
    more.add(next);
    segments = List.copyOf(more);
    return next;
  }

  /** Takes the list of what is to be forced. */
  List<Segment> takeUnforced() {
    List<Segment> taken = List.copyOf(unforced);
    unforced.clear();
    return taken;
  }

  /** Forces what was taken, while others append. */
  void force(List<Segment> taken) {
    for (Segment segment : taken) {
      segment.force(disk);
    }
    if (!taken.isEmpty()) {
      disk.forceDirectory(folder);
    }
  }

  /** Says that what was taken is not on disk after all. */
  void putBack(List<Segment> taken) {
    for (Segment segment : taken) {
      if (!unforced.contains(segment)) {
        unforced.add(segment);
      }
    }
  }

  /** Closes for writing what is on disk and not the last. */
  void closeOld(List<Segment> forced) {
    Optional<Segment> tail = last();
    for (Segment segment : forced) {
      if (!tail.equals(Optional.of(segment))) {
        close(segment);
      }
    }
  }

  /** The bytes that all segments take. */
  long size() {
    return segments.stream().mapToLong(Segment::end).sum();
  }

  /** Deletes the first segment. Who reads it goes on to its end. */
  void dropFirst() {
    Segment oldest = segments.getFirst();
    segments = segments.subList(1, segments.size());
    unforced.remove(oldest);
    close(oldest);
    disk.delete(oldest.path());
    EventStep.RETIRED.reached();
  }

  private static void close(Segment segment) {
    try {
      segment.close();
    } catch (IOException e) {
      LOGGER.log(System.Logger.Level.WARNING, "closing " + segment.path(), e);
    }
  }

  @Override
  public void close() {
    segments.forEach(EventFiles::close);
  }
}
