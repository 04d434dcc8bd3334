package dev.orlop.hold.upload;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.orlop.car.cid.Digest;
import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.disk.DiskException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Puts the parts of an upload together in its data file. When all of them came in order, there is
 * nothing to read and nothing to copy.
 *
 * <p>Files of parts stay until the blob is published: if the disk is full half way, or a crash
 * comes, the upload is as complete as before.
 */
final class Assembly {
  private static final int CHUNK_BYTES = 256 << 10;

  private final SessionFolder folder;
  private final Disk disk;
  private final Run run;
  private final Map<Integer, StoredPart> parts;

  Assembly(SessionFolder folder, Disk disk, Run run, Map<Integer, StoredPart> parts) {
    this.folder = folder;
    this.disk = disk;
    this.run = run;
    this.parts = parts;
  }

  /**
   * Makes the data file consist of the first {@code count} parts, on disk.
   *
   * @param algorithm of the digest that is wanted
   */
  Digest assemble(int count, Digest.Algorithm algorithm) {
    int kept = keptInRun(count);
    if (isNeededBehind(kept, count)) {
      rejoin(count);
    } else {
      run.cutTo(kept);
      append(folder.data(), kept + 1, count);
    }
    UploadStep.ASSEMBLED.reached();
    return algorithm == run.algorithm()
        ? Digest.of(algorithm, run.hashAfter(count).digest())
        : digest(folder.data(), algorithm);
  }

  long size() {
    return run.end();
  }

  /** How many parts from the first on are in the run as they were last sent. */
  private int keptInRun(int count) {
    int kept = 0;
    while (kept < Math.min(count, run.size())
        && run.parts().get(kept).equals(parts.get(kept + 1))) {
      kept++;
    }
    return kept;
  }

  /** Whether a part is to come from the run, behind one that was replaced. */
  private boolean isNeededBehind(int kept, int count) {
    for (int number = kept + 1; number <= count; number++) {
      if (part(number) instanceof StoredPart.InRun) {
        return true;
      }
    }
    return false;
  }

  private StoredPart part(int number) {
    StoredPart part = parts.get(number);
    if (part == null) {
      throw new IllegalStateException("completing was begun without part " + number);
    }
    return part;
  }

  /** Writes parts behind the run, and cuts off what lay there. */
  private void append(Path file, int from, int to) {
    try (FileChannel out = disk.open(file, CREATE, WRITE)) {
      for (int number = from; number <= to; number++) {
        StoredPart part = part(number);
        MessageDigest state = run.hashAfter(run.size());
        long start = run.end();
        copy(part, out, start, state);
        StoredPart.InRun joined = new StoredPart.InRun(number, start, part.size(), part.etag());
        run.add(joined, state);
      }
      disk.truncate(out, run.end());
      disk.force(out);
    } catch (IOException e) {
      // The run ends behind the last part that was copied whole, which is true.
      throw new DiskException("join the parts of an upload", e);
    }
  }

  /** The rare case: a part in the middle of the run was sent again. Copies everything. */
  private void rejoin(int count) {
    List<StoredPart.InRun> joined = new ArrayList<>();
    List<MessageDigest> states = new ArrayList<>();
    MessageDigest state = run.hashAfter(0);
    long end = 0;
    try (FileChannel out = disk.open(folder.joined(), CREATE, WRITE, TRUNCATE_EXISTING)) {
      for (int number = 1; number <= count; number++) {
        StoredPart part = part(number);
        copy(part, out, end, state);
        joined.add(new StoredPart.InRun(number, end, part.size(), part.etag()));
        states.add(RunningHash.copy(state));
        end += part.size();
      }
      disk.force(out);
    } catch (IOException e) {
      throw new DiskException("join the parts of an upload", e);
    }
    disk.move(folder.joined(), folder.data());
    run.cutTo(0);
    for (int i = 0; i < count; i++) {
      run.add(joined.get(i), states.get(i));
    }
    // A second attempt must find the parts where they are now.
    joined.forEach(part -> parts.put(part.number(), part));
  }

  private void copy(StoredPart part, FileChannel out, long to, MessageDigest state)
      throws IOException {
    Path file =
        switch (part) {
          case StoredPart.InRun _ -> folder.data();
          case StoredPart.Alone alone -> folder.alone(alone);
        };
    long from = part instanceof StoredPart.InRun inRun ? inRun.offset() : 0;
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
    try (FileChannel in = FileChannel.open(file, READ)) {
      long done = 0;
      while (done < part.size()) {
        chunk.clear().limit((int) Math.min(CHUNK_BYTES, part.size() - done));
        int read = in.read(chunk, from + done);
        if (read < 0) {
          throw new IOException("part " + part.number() + " lost its end");
        }
        state.update(chunk.flip().duplicate());
        disk.write(out, chunk, to + done);
        done += read;
      }
    }
  }

  /** Hashes a file from end to end. */
  static Digest digest(Path file, Digest.Algorithm algorithm) {
    MessageDigest hash = algorithm.newMessageDigest();
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
    try (FileChannel in = FileChannel.open(file, READ)) {
      while (in.read(chunk.clear()) > 0) {
        hash.update(chunk.flip());
      }
    } catch (IOException e) {
      throw new DiskException("read an upload again", e);
    }
    return Digest.of(algorithm, hash.digest());
  }
}
