package dev.orlop.hold.disk;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The disk of this machine. */
final class RealDisk implements Disk {
  @Override
  public FileChannel open(Path file, OpenOption... options) {
    try {
      return FileChannel.open(file, options);
    } catch (IOException e) {
      throw new DiskException("open " + file.getFileName(), e);
    }
  }

  @Override
  public void write(FileChannel file, ByteBuffer bytes, long position) {
    long at = position;
    try {
      while (bytes.hasRemaining()) {
        at += file.write(bytes, at);
      }
    } catch (IOException e) {
      throw new DiskException("write", e);
    }
  }

  @Override
  public void truncate(FileChannel file, long size) {
    try {
      file.truncate(size);
    } catch (IOException e) {
      throw new DiskException("truncate", e);
    }
  }

  @Override
  public void force(FileChannel file) {
    try {
      file.force(false);
    } catch (IOException e) {
      throw new DiskException("force to disk", e);
    }
  }

  @Override
  public void forceDirectory(Path directory) {
    try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
      names.force(true);
    } catch (IOException e) {
      throw new DiskException("force directory " + directory.getFileName(), e);
    }
  }

  @Override
  public void move(Path from, Path to) {
    try {
      Files.move(from, to, ATOMIC_MOVE);
    } catch (IOException e) {
      throw new DiskException("rename to " + to.getFileName(), e);
    }
  }

  /** One at a time: whoever finds a directory there must also find its name forced. */
  @Override
  public synchronized void createDirectories(Path directory) {
    if (Files.isDirectory(directory)) {
      return;
    }
    Path parent = directory.toAbsolutePath().getParent();
    if (parent != null) {
      createDirectories(parent);
    }
    try {
      Files.createDirectory(directory);
    } catch (FileAlreadyExistsException _) {
      // Another process was faster.
    } catch (IOException e) {
      throw new DiskException("make directory " + directory.getFileName(), e);
    }
    if (parent != null) {
      forceDirectory(parent);
    }
  }

  @Override
  public void delete(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new DiskException("delete " + path.getFileName(), e);
    }
  }
}
