package dev.orlop.hold.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;

/**
 * A disk that is full before the machine's is: what takes blobs leaves room for what the hold lives
 * on, its log, its journal and its index, so that it can go on answering, and clean up.
 */
public final class ReservedDisk implements Disk {
  private final Disk disk;
  private final Room room;
  private final long reserve;

  /** How many bytes the file system has left for this process. */
  @FunctionalInterface
  interface Room {
    /** Asks the file system: one call of the system, since every write asks. */
    long left() throws IOException;
  }

  ReservedDisk(Disk disk, Room room, long reserve) {
    this.disk = disk;
    this.room = room;
    this.reserve = reserve;
  }

  /**
   * The file system of a folder.
   *
   * @param folder may not be there yet
   * @param reserve bytes that writing leaves
   */
  public static Disk of(Disk disk, Path folder, long reserve) {
    // Not by Files.getFileStore, which reads the table of mounts each time.
    return new ReservedDisk(disk, () -> existing(folder).toFile().getUsableSpace(), reserve);
  }

  private static Path existing(Path folder) {
    Path at = folder.toAbsolutePath();
    while (!Files.exists(at) && at.getParent() != null) {
      at = at.getParent();
    }
    return at;
  }

  @Override
  public void write(FileChannel file, ByteBuffer bytes, long position) {
    requireRoom(bytes.remaining());
    disk.write(file, bytes, position);
  }

  private void requireRoom(int wanted) {
    try {
      if (room.left() - wanted < reserve) {
        throw new DiskException(
            "write", new IOException("no space left but the " + reserve + " bytes in reserve"));
      }
    } catch (IOException e) {
      throw new DiskException("ask how much room is left", e);
    }
  }

  @Override
  public FileChannel open(Path file, OpenOption... options) {
    return disk.open(file, options);
  }

  @Override
  public void truncate(FileChannel file, long size) {
    disk.truncate(file, size);
  }

  @Override
  public void force(FileChannel file) {
    disk.force(file);
  }

  @Override
  public void forceDirectory(Path directory) {
    disk.forceDirectory(directory);
  }

  @Override
  public void move(Path from, Path to) {
    disk.move(from, to);
  }

  @Override
  public void createDirectories(Path directory) {
    disk.createDirectories(directory);
  }

  @Override
  public void delete(Path path) {
    disk.delete(path);
  }
}
