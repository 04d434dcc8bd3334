package dev.orlop.hold.pds.accounts;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.disk.DiskException;
import dev.orlop.hold.store.StoreDamagedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * The file of the log of accounts, for one thread at a time.
 *
 * <pre>
 * magic "ORLOPAC1"                              8 bytes
 * frames: length of the payload                 4
 *         CRC-32C of length and payload         4
 *         payload: entries that go together     (see {@link AccountEntryCodec})
 * </pre>
 *
 * <p>A frame is forced before the next is written, so only the last one can be torn.
 */
final class AccountFile implements AutoCloseable {
  private static final long MAGIC = 0x4f524c4f50414331L;
  private static final int HEADER_BYTES = 8;
  private static final int FRAME_BYTES = 4 + 4;
  private static final int MAX_PAYLOAD_BYTES = 4 << 20;

  /** In a new log, so that a frame stays far below its limit. */
  private static final int ENTRIES_PER_FRAME = 1000;

  private static final String NAME = "accounts.log";

  private final Disk disk;
  private final Path folder;
  private FileChannel channel;
  private long end;

  /** Whether there may be bytes behind the end, of a frame that failed. */
  private boolean torn;

  /** Whether the file's name may not be on disk. */
  private boolean unnamed;

  private AccountFile(Disk disk, Path folder, FileChannel channel, long end, boolean torn) {
    this.disk = disk;
    this.folder = folder;
    this.channel = channel;
    this.end = end;
    this.torn = torn;
  }

  /**
   * Opens the file, or makes it, and reads it. What a crash left at its end is cut off.
   *
   * @throws StoreDamagedException if it is not as we wrote it
   * @throws DiskException if the disk refuses
   */
  static AccountFile open(Disk disk, Path folder, Consumer<AccountEntry> action) {
    disk.createDirectories(folder);
    disk.delete(temporary(folder));
    Path path = folder.resolve(NAME);
    if (!Files.exists(path)) {
      AccountFile file = replace(disk, folder, List.of());
      file.mend();
      return file;
    }
    byte[] bytes = read(path);
    long end = readFrames(path, bytes, action);
    AccountFile file =
        new AccountFile(disk, folder, disk.open(path, WRITE), end, end < bytes.length);
    file.mend();
    return file;
  }

  private static byte[] read(Path path) {
    try {
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw new DiskException("read the log of accounts", e);
    }
  }

  /** Where the last whole frame ends. */
  private static long readFrames(Path path, byte[] bytes, Consumer<AccountEntry> action) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    if (bytes.length < HEADER_BYTES || in.getLong() != MAGIC) {
      throw damaged(path, 0);
    }
    while (in.remaining() >= FRAME_BYTES) {
      int start = in.position();
      int length = in.getInt();
      int crc = in.getInt();
      if (length <= 0 || length > MAX_PAYLOAD_BYTES || length > in.remaining()) {
        return torn(path, bytes, start);
      }
      byte[] payload = Arrays.copyOfRange(bytes, in.position(), in.position() + length);
      in.position(in.position() + length);
      if (crc != crc(payload)) {
        if (in.hasRemaining()) {
          throw damaged(path, start);
        }
        return start;
      }
      try {
        AccountEntryCodec.decode(payload).forEach(action);
      } catch (AccountEntryCodec.BadEntryException e) {
        throw damaged(path, start);
      }
    }
    return in.position();
  }

  /** A frame whose length makes no sense: torn, unless a frame of ours stands somewhere behind. */
  private static long torn(Path path, byte[] bytes, int start) {
    if (bytes.length - start > FRAME_BYTES + MAX_PAYLOAD_BYTES) {
      throw damaged(path, start);
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    for (int at = start + 1; at + FRAME_BYTES < bytes.length; at++) {
      int length = in.getInt(at);
      if (length > 0
          && length <= bytes.length - at - FRAME_BYTES
          && in.getInt(at + 4)
              == crc(Arrays.copyOfRange(bytes, at + FRAME_BYTES, at + FRAME_BYTES + length))) {
        throw damaged(path, start);
      }
    }
    return start;
  }

  private static StoreDamagedException damaged(Path path, long at) {
    return new StoreDamagedException(
        "the log of accounts is damaged: %s, at byte %d. Restore it from a backup"
            .formatted(path, at));
  }

  /**
   * Adds entries that become true together; they are on disk when this returns.
   *
   * @throws DiskException if the disk refuses; the log is then as it was before
   */
  void append(List<AccountEntry> entries) {
    mend();
    ByteBuffer frame = frame(AccountEntryCodec.encode(entries));
    int length = frame.remaining();
    torn = true;
    int half = length / 2;
    disk.write(channel, frame.slice(0, half), end);
    AccountStep.FRAME_HALF_WRITTEN.reached();
    disk.write(channel, frame.slice(half, length - half), end + half);
    AccountStep.FRAME_WRITTEN.reached();
    disk.force(channel);
    AccountStep.FRAME_FORCED.reached();
    torn = false;
    end += length;
  }

  /** Sees to what an earlier failure left. */
  private void mend() {
    if (unnamed) {
      disk.forceDirectory(folder);
      unnamed = false;
    }
    if (torn) {
      disk.truncate(channel, end);
      disk.force(channel);
      torn = false;
    }
  }

  /** How long it is, in bytes. */
  long size() {
    return end;
  }

  /**
   * Replaces the whole log with {@code entries}.
   *
   * @throws DiskException if the disk refuses; the log says the same as before then
   */
  void rewrite(List<AccountEntry> entries) {
    AccountFile fresh = replace(disk, folder, entries);
    close();
    channel = fresh.channel;
    end = fresh.end;
    torn = false;
    unnamed = true;
    mend();
    AccountStep.REWRITE_RENAMED.reached();
  }

  private static AccountFile replace(Disk disk, Path folder, List<AccountEntry> entries) {
    Path temporary = temporary(folder);
    FileChannel fresh = disk.open(temporary, CREATE, TRUNCATE_EXISTING, WRITE);
    boolean done = false;
    try {
      disk.write(fresh, ByteBuffer.allocate(HEADER_BYTES).putLong(MAGIC).flip(), 0);
      long end = HEADER_BYTES;
      for (int i = 0; i < entries.size(); i += ENTRIES_PER_FRAME) {
        List<AccountEntry> some =
            entries.subList(i, Math.min(i + ENTRIES_PER_FRAME, entries.size()));
        ByteBuffer frame = frame(AccountEntryCodec.encode(some));
        int length = frame.remaining();
        disk.write(fresh, frame, end);
        end += length;
        AccountStep.REWRITE_HALF_WRITTEN.reached();
      }
      disk.force(fresh);
      AccountStep.REWRITE_WRITTEN.reached();
      disk.move(temporary, folder.resolve(NAME));
      done = true;
      AccountFile file = new AccountFile(disk, folder, fresh, end, false);
      file.unnamed = true;
      return file;
    } finally {
      if (!done) {
        closeQuietly(fresh);
      }
    }
  }

  private static Path temporary(Path folder) {
    return folder.resolve(NAME + ".new");
  }

  private static ByteBuffer frame(byte[] payload) {
    if (payload.length > MAX_PAYLOAD_BYTES) {
      throw new IllegalArgumentException("a frame of " + payload.length + " bytes");
    }
    return ByteBuffer.allocate(FRAME_BYTES + payload.length)
        .putInt(payload.length)
        .putInt(crc(payload))
        .put(payload)
        .flip();
  }

  private static int crc(byte[] payload) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(4).putInt(payload.length).flip());
    crc.update(payload);
    return (int) crc.getValue();
  }

  private static void closeQuietly(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      System.getLogger(AccountFile.class.getName())
          .log(System.Logger.Level.WARNING, "closing the log of accounts", e);
    }
  }

  @Override
  public void close() {
    closeQuietly(channel);
  }
}
