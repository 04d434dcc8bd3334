package dev.orlop.hold.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;

/**
 * Changes to a file system. Reading needs no seam and goes to {@link java.nio.file.Files}.
 *
 * <p>Every method throws {@link DiskException} when the file system refuses.
 */
public interface Disk {
  /** The file system of this machine. */
  Disk REAL = new RealDisk();

  /** Opens a file. */
  FileChannel open(Path file, OpenOption... options);

  /** Writes all of {@code bytes} at {@code position}. */
  void write(FileChannel file, ByteBuffer bytes, long position);

  /** Cuts a file to {@code size} bytes. */
  void truncate(FileChannel file, long size);

  /** Forces the bytes of a file, and the length if it grew. */
  void force(FileChannel file);

  /** Forces the names in a directory. */
  void forceDirectory(Path directory);

  /** Renames within one file system at once, over whatever stood there. */
  void move(Path from, Path to);

  /** Makes a directory and those above it, as far as they are missing; forces those names. */
  void createDirectories(Path directory);

  /** Removes a file or an empty directory; nothing happens if there is none. */
  void delete(Path path);

  /**
   * Closes a file.
   *
   * @param what it is, for whoever hears that it could not be closed
   */
  static void close(FileChannel file, String what) {
    try {
      file.close();
    } catch (IOException e) {
      throw new DiskException("close " + what, e);
    }
  }
}
