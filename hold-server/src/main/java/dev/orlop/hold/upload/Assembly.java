package dev.orlop.hold.upload;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.orlop.car.cid.Digest;
import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.disk.DiskException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Map;

/**
 * Puts the parts of an upload together. When all of them came in order, the data file is the blob:
 * there is nothing to read and nothing to copy. What came out of order is written behind the run.
 * In the rare case that a part in the middle of the run was sent again, everything is copied.
 *
 * <p>Files of parts stay until the blob is published, and no part of the run that still counts is
 * written over: if the disk is full half way, or a crash comes, the upload is as complete as
 * before.
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

  /** What the parts were put together to: a file, on disk. */
  record Joined(Path file, Digest digest, long size) {}

  /**
   * Puts the first {@code count} parts together.
   *
   * @param algorithm of the digest that is wanted
   */
  Joined assemble(int count, Digest.Algorithm algorithm) {
    int kept = keptInRun(count);
    boolean inPlace = !isNeededBehind(kept);
    if (inPlace) {
      // What lay behind was sent again, and is in files of its own.
      run.cutTo(kept);
    }
    Joined joined =
        inPlace ? join(folder.data(), kept, run.end(), count) : join(folder.joined(), 0, 0, count);
    UploadStep.ASSEMBLED.reached();
    return algorithm == run.algorithm()
        ? joined
        : new Joined(joined.file(), digest(joined.file(), algorithm), joined.size());
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

  /** Whether a part counts that lies in the run behind one that was replaced or is left out. */
  private boolean isNeededBehind(int kept) {
    return parts.values().stream()
        .anyMatch(part -> part.number() > kept && part instanceof StoredPart.InRun);
  }

  private StoredPart part(int number) {
    StoredPart part = parts.get(number);
    if (part == null) {
      throw new IllegalStateException("completing was begun without part " + number);
    }
    return part;
  }

  /** Writes the parts behind the first {@code kept}, which the file has, and ends it there. */
  private Joined join(Path file, int kept, long start, int count) {
    MessageDigest state = run.hashAfter(kept);
    long end = start;
    try (FileChannel out = disk.open(file, CREATE, WRITE)) {
      for (int number = kept + 1; number <= count; number++) {
        StoredPart part = part(number);
        copy(part, out, end, state);
        end += part.size();
      }
      disk.truncate(out, end);
      disk.force(out);
    } catch (IOException e) {
      throw new DiskException("join the parts of an upload", e);
    }
    return new Joined(file, Digest.of(run.algorithm(), state.digest()), end);
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
