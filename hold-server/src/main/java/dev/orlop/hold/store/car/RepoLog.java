package dev.orlop.hold.store.car;

import dev.orlop.car.cid.Cid;
import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.disk.DiskException;
import dev.orlop.hold.store.CrashPoint;
import dev.orlop.hold.store.Group;
import dev.orlop.hold.store.LogPosition;
import dev.orlop.hold.store.StoreDamagedException;
import dev.orlop.hold.store.StoreFailedException;
import dev.orlop.hold.store.Trailer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One repo's log. Opening it makes it whole; appending to it is durable when the call returns.
 *
 * <p>One thread at a time appends, compacts or replays; readers go on meanwhile. A write that the
 * disk refuses leaves the log as it was, and the next one tries anew; where that cannot be had, the
 * log takes no more writes and says so.
 */
public final class RepoLog implements AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger(RepoLog.class.getName());

  private final Disk disk;
  private final SegmentFolder folder;
  private final long maxSegmentBytes;
  private final Segments segments;
  private SegmentTail tail;

  /** Whether a file may be there that should not, because it could not be taken away again. */
  private boolean stuck;

  private RepoLog(
      Disk disk, SegmentFolder folder, long maxSegmentBytes, Segments segments, SegmentTail tail) {
    this.disk = disk;
    this.folder = folder;
    this.maxSegmentBytes = maxSegmentBytes;
    this.segments = segments;
    this.tail = tail;
  }

  /**
   * What becomes a group.
   *
   * @param blocks that are new; the commit is the last of them
   * @param proof nodes that are not new; the trailer says how many
   */
  public record Append(Map<Cid, byte[]> blocks, Map<Cid, byte[]> proof, Trailer trailer) {}

  /**
   * Opens a log, or begins one. Cuts off what a crash left at the end.
   *
   * @param known how far the index knows the log; what lies before is not read
   * @throws StoreDamagedException if the log is not as we wrote it
   * @throws StoreFailedException if the disk refuses
   */
  public static RepoLog open(Disk disk, Path path, long maxSegmentBytes, LogPosition known) {
    SegmentFolder folder = new SegmentFolder(disk, path);
    Segments segments = new Segments(folder);
    try {
      disk.createDirectories(path);
      SegmentTail tail = LogOpening.open(disk, folder, segments, known);
      return new RepoLog(disk, folder, maxSegmentBytes, segments, tail);
    } catch (IOException | DiskException e) {
      segments.close();
      throw new StoreFailedException("cannot open the repo log in " + path, e);
    } catch (RuntimeException e) {
      segments.close();
      throw e;
    }
  }

  /** The position behind the last group. */
  public LogPosition end() {
    return new LogPosition(tail.number(), tail.end());
  }

  /**
   * Reads the groups behind a position, in order.
   *
   * @throws StoreDamagedException if the log is not as we wrote it
   */
  public void replay(LogPosition known, Consumer<Group> action) {
    for (SegmentFile segment : segments.current()) {
      if (segment.number() >= known.segment()) {
        try {
          replay(segment, segment.number() == known.segment() ? known.offset() : 0, action);
        } catch (IOException e) {
          throw new StoreFailedException("cannot read " + segment.path(), e);
        }
      }
    }
  }

  private void replay(SegmentFile segment, long from, Consumer<Group> action) throws IOException {
    boolean last = segment.number() == tail.number();
    long end = last ? tail.end() : Files.size(segment.path());
    try (GroupReader reader = new GroupReader(segment.number(), segment.path(), from)) {
      // Behind the end may lie a group that failed and that could not be cut off yet.
      while (reader.lastEnd() < end) {
        Optional<Group> group = reader.next();
        if (group.isEmpty()) {
          throw LogOpening.damaged(segment, reader.lastEnd());
        }
        action.accept(group.get());
      }
    }
  }

  /**
   * Appends groups and forces them to disk, all at once.
   *
   * @return the groups as they lie in the log
   * @throws StoreFailedException if the disk refuses; the log is then as it was before
   */
  public List<Group> append(List<Append> appends) {
    requireWritable();
    try {
      if (tail.end() >= maxSegmentBytes) {
        roll();
      }
      GroupLayout layout = new GroupLayout(tail);
      for (Append append : appends) {
        layout.add(append);
      }
      tail.append(layout.bytes());
      return layout.groups();
    } catch (IOException | DiskException e) {
      throw new StoreFailedException("cannot append to the repo log in " + folder.path(), e);
    }
  }

  private void requireWritable() {
    if (stuck) {
      throw new StoreFailedException(
          "the repo log takes no writes until a restart, since the disk failed in a compaction",
          new IOException(folder.path().toString()));
    }
  }

  private void roll() throws IOException {
    // Only the last segment may end in something torn.
    tail.cutLeftovers();
    int next = tail.number() + 1;
    folder.create(next);
    follow(next, SegmentFolder.headerBytes());
  }

  /** Goes on in another segment, which is whole and on disk up to {@code end}. */
  private void follow(int number, long end) throws IOException {
    SegmentFile file = new SegmentFile(number, folder.path(number));
    SegmentTail next;
    try {
      next = new SegmentTail(disk, file, end);
    } catch (DiskException e) {
      file.close();
      throw e;
    }
    segments.add(file);
    closeQuietly(tail);
    tail = next;
  }

  /** A reader of what is in the log now and of what will be. */
  public LogReader reader() {
    return segments.reader();
  }

  /** Hands the live blocks of a repo over, one by one. */
  @FunctionalInterface
  public interface SnapshotSource {
    /** Writes each live block, the commit last; the trailer may tell of all of them. */
    Trailer writeTo(BlockSink sink) throws IOException;
  }

  /** Takes blocks. */
  @FunctionalInterface
  public interface BlockSink {
    /**
     * Takes one block.
     *
     * @return whether it was not there yet
     */
    boolean accept(Cid cid, byte[] block) throws IOException;
  }

  /**
   * Writes a new segment with one snapshot group and goes on behind it. Once the index knows it,
   * {@link #retireBefore} makes it the only one.
   *
   * @throws StoreFailedException if the disk refuses; the log is then as it was before
   */
  public Group compact(SnapshotSource source) {
    requireWritable();
    int number = tail.number() + 1;
    Path temporary = folder.temporary(number);
    Group group;
    try {
      tail.cutLeftovers();
      group = SnapshotWriter.write(disk, temporary, number, source);
    } catch (IOException | DiskException e) {
      deleteQuietly(temporary);
      throw new StoreFailedException("cannot compact the repo log in " + folder.path(), e);
    }
    CrashPoint.COMPACTION_WRITTEN.reached();
    try {
      disk.move(temporary, folder.path(number));
      folder.force();
      follow(number, group.end().offset());
    } catch (IOException | DiskException e) {
      undoCompaction(number);
      throw new StoreFailedException("cannot compact the repo log in " + folder.path(), e);
    }
    CrashPoint.COMPACTION_RENAMED.reached();
    return group;
  }

  /** A snapshot that stayed would make obsolete what is appended to the segment before it. */
  private void undoCompaction(int number) {
    stuck = true;
    try {
      folder.delete(folder.temporary(number));
      folder.delete(folder.path(number));
      folder.force();
      stuck = false;
    } catch (DiskException e) {
      LOGGER.log(System.Logger.Level.ERROR, "cannot undo a compaction; restart is needed", e);
    }
  }

  /**
   * Deletes the segments before this one, as soon as no reader needs them. The index must know the
   * snapshot that replaces them.
   */
  public void retireBefore(int segment) {
    segments.retireBefore(segment);
  }

  /** The bytes that the segments take on disk, without those that are replaced. */
  public long sizeOnDisk() {
    try {
      long size = 0;
      for (SegmentFile segment : segments.current()) {
        size += Files.size(segment.path());
      }
      return size;
    } catch (IOException e) {
      throw new StoreFailedException("cannot read the repo log in " + folder.path(), e);
    }
  }

  private void deleteQuietly(Path file) {
    try {
      folder.delete(file);
    } catch (DiskException e) {
      LOGGER.log(System.Logger.Level.WARNING, "cannot delete " + file, e);
    }
  }

  private static void closeQuietly(SegmentTail tail) {
    try {
      tail.close();
    } catch (IOException e) {
      LOGGER.log(System.Logger.Level.WARNING, "closing a segment", e);
    }
  }

  @Override
  public void close() {
    closeQuietly(tail);
    segments.close();
  }
}
