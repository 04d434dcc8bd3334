package dev.orlop.hold.gc;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.disk.DiskException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The candidates of the last survey, a line each in the order of their digests, and a last line
 * that says when it was. A file without that line does not exist.
 */
final class CandidateFile {
  private static final int FLUSH_BYTES = 64 << 10;
  private static final int END_BYTES = 200;
  private static final String END = "surveyed ";

  private final Path file;
  private final Disk disk;

  CandidateFile(Path file, Disk disk) {
    this.file = file;
    this.disk = disk;
  }

  /** The last survey. */
  record Surveyed(Instant at, Survey.Totals totals) {
    private String line() {
      return END
          + at.toEpochMilli()
          + " %d %d %d %d\n"
              .formatted(totals.blobs(), totals.bytes(), totals.free(), totals.freeBytes());
    }

    private static Surveyed of(String line) {
      String[] parts = line.strip().split(" ", -1);
      return new Surveyed(
          Instant.ofEpochMilli(Long.parseLong(parts[1])),
          new Survey.Totals(
              Long.parseLong(parts[2]),
              Long.parseLong(parts[3]),
              Long.parseLong(parts[4]),
              Long.parseLong(parts[5])));
    }
  }

  /** What its last line says; empty if there was no survey yet. */
  Optional<Surveyed> surveyed() {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (FileChannel in = FileChannel.open(file)) {
      ByteBuffer end = ByteBuffer.allocate((int) Math.min(END_BYTES, in.size()));
      long from = in.size() - end.capacity();
      while (end.hasRemaining() && in.read(end, from + end.position()) >= 0) {
        // until it is all there
      }
      String text = new String(end.array(), US_ASCII);
      int at = text.lastIndexOf(END);
      return at < 0 ? Optional.empty() : Optional.of(Surveyed.of(text.substring(at)));
    } catch (IOException e) {
      throw new DiskException("read the candidates", e);
    }
  }

  /** Reads them one by one. */
  Reading read() {
    return new Reading(file);
  }

  /** Candidates as they stand in the file; none if there is none. */
  static final class Reading implements AutoCloseable {
    private final Stream<String> lines;
    private final Iterator<Candidate> candidates;

    private Reading(Path file) {
      try {
        lines = Files.exists(file) ? lines(Files.newBufferedReader(file, US_ASCII)) : Stream.of();
      } catch (IOException e) {
        throw new DiskException("read the candidates", e);
      }
      candidates = lines.filter(line -> !line.startsWith(END)).map(Candidate::of).iterator();
    }

    private static Stream<String> lines(BufferedReader reader) {
      return reader
          .lines()
          .onClose(
              () -> {
                try {
                  reader.close();
                } catch (IOException e) {
                  throw new DiskException("read the candidates", e);
                }
              });
    }

    Iterator<Candidate> candidates() {
      return candidates;
    }

    @Override
    public void close() {
      lines.close();
    }
  }

  /** Begins to write the next one. */
  Writing write() {
    return new Writing();
  }

  /** The next candidates, which replace those before at once, at the end. */
  final class Writing implements AutoCloseable {
    private final Path next = file.resolveSibling(file.getFileName() + ".next");
    private final FileChannel channel = disk.open(next, CREATE, TRUNCATE_EXISTING, WRITE);
    private final StringBuilder lines = new StringBuilder();
    private long end;

    void add(Candidate candidate) {
      lines.append(candidate.line());
      if (lines.length() >= FLUSH_BYTES) {
        flush();
      }
    }

    private void flush() {
      byte[] bytes = lines.toString().getBytes(US_ASCII);
      disk.write(channel, ByteBuffer.wrap(bytes), end);
      end += bytes.length;
      lines.setLength(0);
    }

    void finish(Surveyed surveyed) {
      lines.append(surveyed.line());
      flush();
      disk.force(channel);
      close();
      disk.move(next, file);
    }

    @Override
    public void close() {
      try {
        channel.close();
      } catch (IOException e) {
        throw new DiskException("close the candidates", e);
      }
    }
  }
}
