package dev.orlop.hold.events;

import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.disk.DiskException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * One file of the log. One thread at a time writes; any may ask where to read.
 *
 * <p>Where an event lies is known for one in every so many bytes, of what was written here; of a
 * segment that was found on disk it is found out when somebody asks first.
 */
final class Segment {
  private static final byte[] HEAD = "orlopev1".getBytes(StandardCharsets.US_ASCII);
  static final int HEAD_BYTES = HEAD.length;
  private static final int BYTES_BETWEEN_PLACES = 1 << 16;

  private final long first;
  private final Path path;
  private final ConcurrentNavigableMap<Long, Long> places = new ConcurrentSkipListMap<>();
  private @Nullable FileChannel channel;
  private volatile boolean placesKnown;
  private volatile long end;
  private long lastPlace;

  /**
   * A file that is there.
   *
   * @param first the seq in its name
   * @param end how far it is whole
   */
  Segment(Path path, long first, long end) {
    this.path = path;
    this.first = first;
    this.end = end;
  }

  /** Makes a file, over one that has never held an event. */
  static Segment create(Disk disk, Path path, long first) {
    FileChannel channel =
        disk.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    Segment segment = new Segment(path, first, HEAD_BYTES);
    segment.placesKnown = true;
    segment.channel = channel;
    disk.write(channel, ByteBuffer.wrap(HEAD), 0);
    return segment;
  }

  static boolean isHead(byte[] bytes) {
    return Arrays.equals(bytes, HEAD);
  }

  long first() {
    return first;
  }

  Path path() {
    return path;
  }

  /** Up to where it may be read, in bytes. */
  long end() {
    return end;
  }

  /**
   * Writes entries at the end.
   *
   * @param offsets where in {@code bytes} each begins, by its seq
   * @throws DiskException if the disk refuses; the end is where it was
   */
  void append(Disk disk, ByteBuffer bytes, Map<Long, Integer> offsets) {
    int length = bytes.remaining();
    long start = end;
    disk.write(open(disk), bytes, start);
    offsets.forEach((seq, offset) -> notePlace(seq, start + offset));
    end = start + length;
  }

  /** The interruption of a thread that writes closes the channel under it. */
  private FileChannel open(Disk disk) {
    FileChannel known = channel;
    if (known == null || !known.isOpen()) {
      known = disk.open(path, StandardOpenOption.WRITE);
      channel = known;
    }
    return known;
  }

  private void notePlace(long seq, long offset) {
    if (offset - lastPlace >= BYTES_BETWEEN_PLACES) {
      places.put(seq, offset);
      lastPlace = offset;
    }
  }

  /** Cuts off what lies behind the end. */
  void cut(Disk disk) {
    disk.truncate(open(disk), end);
  }

  void force(Disk disk) {
    disk.force(open(disk));
  }

  /** The offset of some entry, none of those before which is above {@code cursor}. */
  long offsetBefore(long cursor) throws IOException {
    if (cursor < first) {
      return HEAD_BYTES;
    }
    if (!placesKnown) {
      findPlaces();
    }
    Map.Entry<Long, Long> place = places.floorEntry(cursor);
    return place == null ? HEAD_BYTES : place.getValue();
  }

  private synchronized void findPlaces() throws IOException {
    if (placesKnown) {
      return;
    }
    long[] before = {0};
    SegmentScan.run(
        path,
        end,
        (entry, offset) -> {
          if (offset - before[0] >= BYTES_BETWEEN_PLACES) {
            places.put(entry.seq(), offset);
            before[0] = offset;
          }
        });
    placesKnown = true;
  }

  /** Nothing is written to it any more. */
  void close() throws IOException {
    FileChannel known = channel;
    channel = null;
    if (known != null) {
      known.close();
    }
  }
}
