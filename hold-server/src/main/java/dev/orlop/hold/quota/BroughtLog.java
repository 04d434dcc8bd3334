package dev.orlop.hold.quota;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.StoredBlob;
import dev.orlop.hold.disk.AppendedFile;
import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.disk.DiskException;
import dev.orlop.hold.disk.HourlyFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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

  /** Is told of each line. */
  @FunctionalInterface
  interface Reader {
    void read(Did account, StoredBlob blob, Instant at);
  }

  private final HourlyFiles files;

  // Guarded by this.
  private long hour = -1;
  private @Nullable AppendedFile open;

  BroughtLog(Path folder, Disk disk, Duration lease) {
    this.files = new HourlyFiles(folder, "brought", lease, disk);
  }

  /** Reads all files, and removes those that are too old to say anything. */
  void read(Instant now, Reader reader) {
    files.removeOld(now);
    files.all().values().forEach(file -> read(file, reader));
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
    file(now).append(line);
  }

  private AppendedFile file(Instant now) {
    long wanted = HourlyFiles.hour(now);
    AppendedFile known = open;
    if (known != null && wanted == hour) {
      return known;
    }
    close();
    AppendedFile opened = files.open(wanted);
    open = opened;
    hour = wanted;
    if (opened.end() > 0) {
      // A line that was cut off must not take the next one with it.
      opened.append(new byte[] {'\n'});
    }
    files.removeOld(now);
    return opened;
  }

  @Override
  public synchronized void close() {
    AppendedFile known = open;
    open = null;
    if (known != null) {
      known.close();
    }
  }
}
