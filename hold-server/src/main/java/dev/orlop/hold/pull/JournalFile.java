package dev.orlop.hold.pull;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.disk.DiskException;
import dev.orlop.hold.store.StoreDamagedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * One generation's file, written by one thread.
 *
 * <pre>
 * magic "ORLOPUL1"                              8 bytes
 * generation                                    8
 * entries: length of the payload                2
 *          payload (see {@link Pull})
 *          CRC-32C of length and payload        4
 * zeros
 * </pre>
 *
 * <p>The file is made longer in steps, filled with zeros: forcing bytes into a file that keeps its
 * length costs the disk less than growing it each time. A length of zero is the end.
 */
final class JournalFile implements AutoCloseable {
  private static final long MAGIC = 0x4f524c4f50554c31L;
  private static final int HEADER_BYTES = 16;
  private static final int FRAME_BYTES = 2 + 4;
  private static final int EXTENT_BYTES = 256 << 10;

  private final Disk disk;
  private final Path path;
  private final long generation;
  private final FileChannel channel;
  private long position = HEADER_BYTES;
  private long length;

  private JournalFile(Disk disk, Path path, long generation) {
    this.disk = disk;
    this.path = path;
    this.generation = generation;
    this.channel = disk.open(path, CREATE_NEW, WRITE);
  }

  /** Makes the file; it and its name are on disk when this returns. */
  static JournalFile create(Disk disk, Path folder, String name, long generation) {
    JournalFile file = new JournalFile(disk, folder.resolve(name), generation);
    boolean made = false;
    try {
      file.extend(EXTENT_BYTES);
      disk.write(
          file.channel,
          ByteBuffer.allocate(HEADER_BYTES).putLong(MAGIC).putLong(generation).flip(),
          0);
      disk.force(file.channel);
      disk.forceDirectory(folder);
      made = true;
      return file;
    } finally {
      if (!made) {
        file.discard();
      }
    }
  }

  long generation() {
    return generation;
  }

  private void extend(long toAtLeast) {
    while (length < toAtLeast) {
      disk.write(channel, ByteBuffer.allocate(EXTENT_BYTES), length);
      length += EXTENT_BYTES;
    }
  }

  /**
   * Adds pulls; they outlive the process when this returns. When it throws, the file must not be
   * written to any more.
   *
   * @param force whether they must be on disk, too
   */
  void append(List<Pull> pulls, boolean force) {
    ByteBuffer entries = frame(pulls);
    int bytes = entries.remaining();
    try {
      extend(position + bytes + 2);
      disk.write(channel, entries, position);
      PullStep.WRITTEN.reached();
      if (force) {
        force();
      }
    } catch (DiskException e) {
      wipe(bytes, e);
      throw e;
    }
    position += bytes;
  }

  /** Forces to disk what was added. When it throws, the file must not be written to any more. */
  void force() {
    disk.force(channel);
    PullStep.FORCED.reached();
  }

  /** Whoever waited is refused, so a restart had better not find what was written of it. */
  private void wipe(int bytes, DiskException failure) {
    try {
      disk.write(channel, ByteBuffer.allocate(bytes), position);
    } catch (DiskException e) {
      failure.addSuppressed(e);
    }
  }

  private static ByteBuffer frame(List<Pull> pulls) {
    List<byte[]> payloads = new ArrayList<>(pulls.size());
    int bytes = 0;
    for (Pull pull : pulls) {
      byte[] payload = pull.toBytes();
      payloads.add(payload);
      bytes += payload.length + FRAME_BYTES;
    }
    ByteBuffer out = ByteBuffer.allocate(bytes);
    for (byte[] payload : payloads) {
      int start = out.position();
      out.putShort((short) payload.length).put(payload);
      out.putInt(crc(out.array(), start, 2 + payload.length));
    }
    return out.flip();
  }

  private static int crc(byte[] bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }

  /**
   * Reads a file up to its end, or to the first entry that is not whole: nobody was told of it.
   *
   * @throws StoreDamagedException if it does not begin as we begin them
   */
  static List<Pull> read(Path path, long generation) {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(path);
    } catch (IOException e) {
      throw new DiskException("read the pull journal", e);
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    if (bytes.length < HEADER_BYTES || isBlank(in.getLong(0), in.getLong(Long.BYTES))) {
      // Cut off while it was made: nothing was written to it.
      return List.of();
    }
    if (in.getLong() != MAGIC || in.getLong() != generation) {
      throw new StoreDamagedException(
          "the pull journal is damaged: "
              + path.getFileName()
              + ". To go on without the pulls in it, move it away");
    }
    List<Pull> pulls = new ArrayList<>();
    while (in.remaining() >= FRAME_BYTES) {
      int start = in.position();
      int length = in.getShort();
      if (length <= 0 || length > Pull.MAX_BYTES || in.remaining() < length + 4) {
        break;
      }
      int end = start + 2 + length;
      if (in.getInt(end) != crc(bytes, start, 2 + length)) {
        break;
      }
      pulls.add(Pull.of(Arrays.copyOfRange(bytes, start + 2, end)));
      in.position(end + 4);
    }
    return pulls;
  }

  private static boolean isBlank(long first, long second) {
    return first == 0 && second == 0;
  }

  /** Closes and removes it. */
  void discard() {
    close();
    disk.delete(path);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new DiskException("close the pull journal", e);
    }
  }
}
