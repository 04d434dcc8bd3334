package dev.orlop.hold.store.car;

import dev.orlop.hold.disk.DiskException;
import dev.orlop.hold.store.BlockLocation;
import dev.orlop.hold.store.CrashPoint;
import dev.orlop.hold.store.StoreDamagedException;
import dev.orlop.hold.store.StoreFailedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The files of one log, open for reading, and who reads them. Files that a compaction replaced stay
 * until the last reader is gone that may have been told of a block in them. Safe for use by several
 * threads.
 */
final class Segments implements AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger(Segments.class.getName());

  private final SegmentFolder folder;
  private final ConcurrentNavigableMap<Integer, SegmentFile> files = new ConcurrentSkipListMap<>();

  /** How many readers began when this was the first segment that counted. Guarded by this. */
  private final TreeMap<Integer, Integer> readers = new TreeMap<>();

  /** The first segment that counts; those before it are replaced. Guarded by this. */
  private int first = 1;

  Segments(SegmentFolder folder) {
    this.folder = folder;
  }

  void add(SegmentFile file) {
    files.put(file.number(), file);
  }

  SegmentFile last() {
    return files.lastEntry().getValue();
  }

  /** The files that count, in order. */
  synchronized List<SegmentFile> current() {
    return List.copyOf(files.tailMap(first).values());
  }

  /** One of the files, also one that is replaced and still read. */
  SegmentFile file(int number) {
    SegmentFile file = files.get(number);
    if (file == null) {
      throw new StoreDamagedException(
          "the index names a segment that is not there: " + folder.path(number));
    }
    return file;
  }

  byte[] read(BlockLocation location) {
    SegmentFile file = file(location.segment());
    try {
      return file.read(location);
    } catch (IOException e) {
      throw new StoreFailedException("cannot read " + file.path(), e);
    }
  }

  synchronized LogReader reader() {
    readers.merge(first, 1, Integer::sum);
    return new LogReader(this, first);
  }

  synchronized void release(int since) {
    readers.computeIfPresent(since, (_, count) -> count == 1 ? null : count - 1);
    deleteReplaced();
  }

  /** Says that the files before {@code number} are replaced. */
  synchronized void retireBefore(int number) {
    first = Math.max(first, number);
    deleteReplaced();
  }

  private void deleteReplaced() {
    int needed = readers.isEmpty() ? first : Math.min(first, readers.firstKey());
    for (SegmentFile file : new ArrayList<>(files.headMap(needed).values())) {
      try {
        files.remove(file.number());
        file.close();
        folder.delete(file.path());
      } catch (IOException | DiskException e) {
        LOGGER.log(
            System.Logger.Level.WARNING,
            "cannot delete " + file.path() + ", which is replaced; the next start does",
            e);
      }
      CrashPoint.COMPACTION_HALF_RETIRED.reached();
    }
  }

  /** Closes the files, also under readers. */
  @Override
  public synchronized void close() {
    for (SegmentFile file : files.values()) {
      try {
        file.close();
      } catch (IOException e) {
        LOGGER.log(System.Logger.Level.WARNING, "closing " + file.path(), e);
      }
    }
  }
}
