package dev.orlop.hold.quota;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.StoredBlob;
import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.disk.DiskException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who brought which blob when: a file of lines for each hour. It is not forced to disk: what it is
 * for is counted again, from what is forced, when a record names the blob.
 *
 * <pre>
 * quota/489012.brought
 *   1763755200123 did:plc:... sha256:... 1048576
 * </pre>
 */
final class BroughtLog implements AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger(BroughtLog.class.getName());
  private static final String SUFFIX = ".brought";
  private static final long HOUR_SECONDS = 3600;

  /** Is told of each line. */
  @FunctionalInterface
  interface Reader {
    void read(Did account, StoredBlob blob, Instant at);
  }

  private final Path folder;
  private final Disk disk;
  private final long leaseHours;

  // Guarded by this.
  private long hour = -1;
  private @Nullable FileChannel channel;
  private long end;

  BroughtLog(Path folder, Disk disk, Duration lease) {
    this.folder = folder;
    this.disk = disk;
    this.leaseHours = Math.ceilDiv(lease.toSeconds(), HOUR_SECONDS);
    disk.createDirectories(folder);
  }

  /** Reads all files, and removes those that are too old to say anything. */
  void read(Instant now, Reader reader) {
    for (Path file : files()) {
      if (hour(file) + leaseHours < hour(now)) {
        disk.delete(file);
      } else {
        read(file, reader);
      }
    }
  }

  private static void read(Path file, Reader reader) {
    try (Stream<String> lines = Files.lines(file, US_ASCII)) {
      lines.forEach(line -> read(line, reader));
    } catch (IOException e) {
      throw new DiskException("read reservations", e);
    }
  }

  private static void read(String line, Reader reader) {
    String[] fields = line.split(" ", -1);
    try {
      reader.read(
          Did.parse(fields[1]),
          new StoredBlob(Digest.parse(fields[2]), Long.parseLong(fields[3])),
          Instant.ofEpochMilli(Long.parseLong(fields[0])));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      // The last line of a process that was cut off; nothing else depends on it.
      LOGGER.log(System.Logger.Level.DEBUG, "a line of reservations that is none", e);
    }
  }

  synchronized void append(Did account, StoredBlob blob, Instant now) {
    byte[] line =
        (now.toEpochMilli() + " " + account + " " + blob.digest() + " " + blob.size() + "\n")
            .getBytes(US_ASCII);
    disk.write(channel(hour(now)), ByteBuffer.wrap(line), end);
    end += line.length;
  }

  private FileChannel channel(long wanted) {
    FileChannel known = channel;
    if (known != null && wanted == hour) {
      return known;
    }
    close();
    Path file = folder.resolve(wanted + SUFFIX);
    FileChannel opened = disk.open(file, CREATE, WRITE);
    try {
      end = opened.size();
    } catch (IOException e) {
      throw new DiskException("look at reservations", e);
    }
    if (end > 0) {
      // A line that was cut off must not take the next one with it.
      disk.write(opened, ByteBuffer.wrap(new byte[] {'\n'}), end++);
    }
    channel = opened;
    hour = wanted;
    files().stream().filter(old -> hour(old) + leaseHours < wanted).forEach(disk::delete);
    return opened;
  }

  private List<Path> files() {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().matches("[0-9]{1,12}\\.brought"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new DiskException("list reservations", e);
    }
  }

  private static long hour(Path file) {
    String name = file.getFileName().toString();
    return Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
  }

  private static long hour(Instant time) {
    return Math.floorDiv(time.getEpochSecond(), HOUR_SECONDS);
  }

  @Override
  public synchronized void close() {
    FileChannel open = channel;
    channel = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        LOGGER.log(System.Logger.Level.DEBUG, "a file of reservations could not be closed", e);
      }
    }
  }
}
