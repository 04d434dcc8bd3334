package dev.orlop.hold.upload;

import dev.orlop.car.cid.Digest;
import dev.orlop.hold.disk.DiskException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/**
 * The run of parts in the data file, and its running hash. After a restart the hash lags behind the
 * parts until {@link #catchUp}. Guarded by the upload's lock, but for catching up, which only one
 * thread does at a time.
 */
final class Run {
  private static final int CHUNK_BYTES = 256 << 10;

  private final List<StoredPart.InRun> parts = new ArrayList<>();
  private final RunningHash hash;

  Run(Digest.Algorithm algorithm) {
    this.hash = new RunningHash(algorithm);
  }

  int size() {
    return parts.size();
  }

  long end() {
    return parts.isEmpty() ? 0 : parts.getLast().end();
  }

  List<StoredPart.InRun> parts() {
    return parts;
  }

  Digest.Algorithm algorithm() {
    return hash.algorithm();
  }

  /** A copy of the running hash behind the first {@code count} parts. */
  MessageDigest hashAfter(int count) {
    return hash.after(count);
  }

  /** Adds a part that was hashed while it came. */
  void add(StoredPart.InRun part, MessageDigest state) {
    parts.add(part);
    hash.add(state);
  }

  /** Adds a part that was there before the start. */
  void addUnhashed(StoredPart.InRun part) {
    parts.add(part);
  }

  void cutTo(int count) {
    parts.subList(count, parts.size()).clear();
    if (hash.parts() > count) {
      hash.cutTo(count);
    }
  }

  boolean isHashed() {
    return hash.parts() == parts.size();
  }

  /**
   * Reads the parts that the hash has not seen, and holds them against their ETags.
   *
   * @return how many parts of the run are sound; those behind were lost in a power cut
   */
  int catchUp(Path data) {
    if (isHashed()) {
      return size();
    }
    MessageDigest state = hash.after(hash.parts());
    try (FileChannel channel = FileChannel.open(data, StandardOpenOption.READ)) {
      for (StoredPart.InRun part : List.copyOf(parts.subList(hash.parts(), parts.size()))) {
        if (!update(state, channel, part) || !RunningHash.etag(state).equals(part.etag())) {
          break;
        }
        hash.add(RunningHash.copy(state));
      }
    } catch (NoSuchFileException _) {
      return hash.parts();
    } catch (IOException e) {
      throw new DiskException("read an upload again", e);
    }
    return hash.parts();
  }

  private static boolean update(MessageDigest state, FileChannel channel, StoredPart.InRun part)
      throws IOException {
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
    long at = part.offset();
    while (at < part.end()) {
      chunk.clear().limit((int) Math.min(CHUNK_BYTES, part.end() - at));
      int read = channel.read(chunk, at);
      if (read < 0) {
        return false;
      }
      state.update(chunk.flip());
      at += read;
    }
    return true;
  }
}
