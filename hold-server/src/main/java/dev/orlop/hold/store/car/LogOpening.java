package dev.orlop.hold.store.car;

import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.store.LogPosition;
import dev.orlop.hold.store.StoreDamagedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Makes a log whole: finds its segments, and the end of the last one. */
final class LogOpening {
  private static final System.Logger LOGGER = System.getLogger(LogOpening.class.getName());
  private static final int COPY_BYTES = 1 << 16;

  private LogOpening() {}

  static SegmentTail open(Disk disk, SegmentFolder folder, Segments segments, LogPosition known)
      throws IOException {
    List<Integer> numbers = folder.numbers();
    if (numbers.isEmpty()) {
      folder.create(1);
      numbers = List.of(1);
    }
    int last = numbers.getLast();
    if (Files.size(folder.path(last)) < SegmentFolder.headerBytes()) {
      // The process ended while it began the segment; nothing is in it yet.
      folder.create(last);
    }
    for (int number : numbers) {
      segments.add(new SegmentFile(number, folder.path(number)));
    }
    segments.retireBefore(numbers.getFirst());
    return openTail(disk, folder, segments.last(), known);
  }

  private static SegmentTail openTail(
      Disk disk, SegmentFolder folder, SegmentFile segment, LogPosition known) throws IOException {
    long size = Files.size(segment.path());
    long from = known.segment() == segment.number() ? known.offset() : 0;
    if (from > size) {
      throw new StoreDamagedException(
          segment.path() + " ends before what the index knows of it, at byte " + from);
    }
    long whole = wholeUpTo(segment, from);
    if (whole < size && Remainder.wasWhole(segment.path(), whole)) {
      throw damaged(segment, whole);
    }
    SegmentTail tail = new SegmentTail(disk, segment, whole);
    try {
      if (whole < size) {
        keepAside(disk, folder, segment, whole);
        tail.cut();
      } else {
        // The process before this one may have written and not forced.
        tail.force();
      }
      return tail;
    } catch (IOException | RuntimeException e) {
      tail.close();
      throw e;
    }
  }

  private static long wholeUpTo(SegmentFile segment, long from) throws IOException {
    try (GroupReader reader = new GroupReader(segment.number(), segment.path(), from)) {
      while (reader.next().isPresent()) {
        // The index is told later, by a replay.
      }
      return reader.lastEnd();
    }
  }

  static StoreDamagedException damaged(SegmentFile segment, long at) {
    return new StoreDamagedException(
        segment.path()
            + " is damaged at byte "
            + at
            + ", in a place that no crash explains; restore it from a backup");
  }

  /** Should what is cut off be more than a crash left, nothing is lost. */
  private static void keepAside(Disk disk, SegmentFolder folder, SegmentFile segment, long from)
      throws IOException {
    Path aside = folder.path().resolve(segment.path().getFileName() + ".cut-" + from);
    try (FileChannel in = FileChannel.open(segment.path(), StandardOpenOption.READ);
        FileChannel out =
            disk.open(
                aside,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
      LOGGER.log(
          System.Logger.Level.WARNING,
          "cutting {0} bytes of an unfinished commit off {1}, kept in {2}",
          in.size() - from,
          segment.path(),
          aside.getFileName());
      ByteBuffer chunk = ByteBuffer.allocate(COPY_BYTES);
      long at = from;
      while (in.read(chunk, at) > 0) {
        chunk.flip();
        int length = chunk.remaining();
        disk.write(out, chunk, at - from);
        at += length;
        chunk.clear();
      }
      disk.force(out);
    }
    folder.force();
  }
}
