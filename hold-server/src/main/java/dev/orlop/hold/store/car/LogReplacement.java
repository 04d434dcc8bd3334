package dev.orlop.hold.store.car;

import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.disk.DiskException;
import dev.orlop.hold.store.CrashPoint;
import dev.orlop.hold.store.StoreFailedException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Puts a snapshot in the place of a log that cannot be opened, whose files are kept beside it. */
public final class LogReplacement {
  private LogReplacement() {}

  /**
   * Replaces the log that nobody has open. A crash on the way leaves the old log or the new one.
   *
   * @param kept the folder, within that of the log, to which the old files go
   * @throws StoreFailedException if the disk refuses; the old log is then as it was
   */
  public static void replace(Disk disk, Path folder, Path kept, RepoLog.SnapshotSource source) {
    SegmentFolder files = new SegmentFolder(disk, folder);
    try {
      int number = files.numbersAsTheyAre().getLast() + 1;
      keep(disk, files, kept);
      // The snapshot makes the files before it obsolete: the next opening deletes them here.
      write(disk, files, number, source);
    } catch (IOException | DiskException e) {
      throw new StoreFailedException("cannot replace the repo log in " + folder, e);
    }
  }

  /**
   * Begins a log with a snapshot, where there is none.
   *
   * @throws StoreFailedException if the disk refuses
   */
  public static void begin(Disk disk, Path folder, RepoLog.SnapshotSource source) {
    try {
      disk.createDirectories(folder);
      write(disk, new SegmentFolder(disk, folder), 1, source);
    } catch (IOException | DiskException e) {
      throw new StoreFailedException("cannot begin the repo log in " + folder, e);
    }
  }

  private static void write(
      Disk disk, SegmentFolder files, int number, RepoLog.SnapshotSource source)
      throws IOException {
    SnapshotWriter.write(disk, files.temporary(number), number, source);
    CrashPoint.COMPACTION_WRITTEN.reached();
    disk.move(files.temporary(number), files.path(number));
    files.force();
  }

  /** Gives each file a second name, so that it outlives its first. */
  private static void keep(Disk disk, SegmentFolder files, Path kept) throws IOException {
    disk.createDirectories(kept);
    for (int number : files.numbersAsTheyAre()) {
      Path file = files.path(number);
      Path other = kept.resolve(file.getFileName());
      try {
        Files.createLink(other, file);
      } catch (UnsupportedOperationException e) {
        Files.copy(file, other);
      } catch (FileAlreadyExistsException e) {
        // From an attempt that did not end.
      }
    }
    disk.forceDirectory(kept);
  }
}
