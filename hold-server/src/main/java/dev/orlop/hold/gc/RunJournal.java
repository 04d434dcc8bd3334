package dev.orlop.hold.gc;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.StoredBlob;
import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.disk.DiskException;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The journal of the run that goes on: what it is, then batch by batch what is about to go ({@code
 * + digest size}), and that the batch is done ({@code =}, and the digests of what stayed). A batch
 * is on disk before anything of it goes.
 */
final class RunJournal implements AutoCloseable {
  private final Path file;
  private final Disk disk;
  private final RunHead head;
  private final FileChannel channel;
  private long end;

  private RunJournal(Path file, Disk disk, RunHead head, long end) {
    this.file = file;
    this.disk = disk;
    this.head = head;
    this.channel = disk.open(file, CREATE, WRITE);
    this.end = end;
  }

  static RunJournal begin(Path file, Disk disk, RunHead head) {
    RunJournal journal = new RunJournal(file, disk, head, 0);
    disk.truncate(journal.channel, 0);
    journal.append(head.line());
    return journal;
  }

  /** The run that was cut off, if one was. One that had announced nothing is none. */
  static Optional<RunJournal> resume(Path file, Disk disk) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    long whole = wholeLines(file);
    if (whole == 0) {
      disk.delete(file);
      return Optional.empty();
    }
    try (BufferedReader reader = Files.newBufferedReader(file, US_ASCII)) {
      RunHead head = RunHead.of(String.valueOf(reader.readLine()));
      RunJournal journal = new RunJournal(file, disk, head, whole);
      disk.truncate(journal.channel, whole);
      return Optional.of(journal);
    } catch (IOException e) {
      throw new DiskException("read the journal of a run", e);
    }
  }

  /** A crash may have cut the last line off; what it would say did not happen. */
  private static long wholeLines(Path file) {
    long whole = 0;
    long at = 0;
    try (BufferedInputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      for (int read = in.read(); read >= 0; read = in.read()) {
        at++;
        whole = read == '\n' ? at : whole;
      }
    } catch (IOException e) {
      throw new DiskException("read the journal of a run", e);
    }
    return whole;
  }

  RunHead head() {
    return head;
  }

  /** Says what is about to go; on disk when the call returns. */
  void announce(List<StoredBlob> batch) {
    StringBuilder lines = new StringBuilder();
    batch.forEach(blob -> lines.append("+ %s %d\n".formatted(blob.digest(), blob.size())));
    append(lines.toString());
    disk.force(channel);
  }

  /** Says that the batch is done, and what of it stayed. */
  void done(Collection<Digest> stayed) {
    StringBuilder line = new StringBuilder("=");
    stayed.forEach(digest -> line.append(' ').append(digest));
    append(line.append('\n').toString());
  }

  private void append(String lines) {
    byte[] bytes = lines.getBytes(US_ASCII);
    disk.write(channel, ByteBuffer.wrap(bytes), end);
    end += bytes.length;
  }

  /** What was announced and is not said to be done. */
  List<StoredBlob> unfinished() {
    return forEachBatch(_ -> {});
  }

  /** Gives all that went, in the order in which it did. */
  void forEachGone(Consumer<StoredBlob> action) {
    List<StoredBlob> unfinished = forEachBatch(batch -> batch.forEach(action));
    if (!unfinished.isEmpty()) {
      throw new IllegalStateException("a run is reported that is not over");
    }
  }

  private List<StoredBlob> forEachBatch(Consumer<List<StoredBlob>> action) {
    List<StoredBlob> batch = new ArrayList<>();
    try (BufferedReader reader = Files.newBufferedReader(file, US_ASCII)) {
      String line = reader.readLine();
      long at = 0;
      while (line != null && at < end) {
        at += line.length() + 1L;
        String[] parts = line.split(" ", -1);
        switch (parts[0]) {
          case "+" -> batch.add(new StoredBlob(Digest.parse(parts[1]), Long.parseLong(parts[2])));
          case "=" -> {
            Set<String> stayed = Set.of(Arrays.copyOfRange(parts, 1, parts.length));
            batch.removeIf(blob -> stayed.contains(blob.digest().toString()));
            action.accept(List.copyOf(batch));
            batch.clear();
          }
          default -> {
            // The first line.
          }
        }
        line = reader.readLine();
      }
    } catch (IOException e) {
      throw new DiskException("read the journal of a run", e);
    }
    return batch;
  }

  /** The run is over and has its receipt. */
  void remove() {
    close();
    disk.delete(file);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new DiskException("close the journal of a run", e);
    }
  }
}
