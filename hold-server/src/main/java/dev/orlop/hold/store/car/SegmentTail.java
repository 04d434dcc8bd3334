package dev.orlop.hold.store.car;

import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.disk.DiskException;
import dev.orlop.hold.store.CrashPoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;

/** The end of a repo's last segment, where groups are appended. For one thread. */
final class SegmentTail implements AutoCloseable {
  private final Disk disk;
  private final SegmentFile segment;
  private FileChannel channel;
  private long end;

  /** Whether something unknown may lie behind the end, since a write did not end well. */
  private boolean dirty;

  /**
   * Goes on at the end of a file that is there.
   *
   * @param end of what is whole and on disk
   */
  SegmentTail(Disk disk, SegmentFile segment, long end) {
    this.disk = disk;
    this.segment = segment;
    this.channel = disk.open(segment.path(), StandardOpenOption.WRITE);
    this.end = end;
  }

  int number() {
    return segment.number();
  }

  /** The offset behind the last byte that is whole and on disk. */
  long end() {
    return end;
  }

  /**
   * Appends bytes; they are on disk when the call returns.
   *
   * @throws DiskException if they are not; the end is then where it was
   */
  void append(byte[] bytes) {
    cutLeftovers();
    dirty = true;
    try {
      int half = bytes.length / 2;
      disk.write(channel, ByteBuffer.wrap(bytes, 0, half), end);
      CrashPoint.GROUP_HALF_WRITTEN.reached();
      disk.write(channel, ByteBuffer.wrap(bytes, half, bytes.length - half), end + half);
      CrashPoint.GROUP_WRITTEN.reached();
      disk.force(channel);
    } catch (DiskException e) {
      try {
        cutLeftovers();
      } catch (DiskException again) {
        // The next append tries once more, before it writes anything.
        e.addSuppressed(again);
      }
      throw e;
    }
    CrashPoint.GROUP_FORCED.reached();
    dirty = false;
    end += bytes.length;
  }

  /**
   * Cuts off what a write that failed may have left behind the end.
   *
   * @throws DiskException if that fails too; nothing may be written then
   */
  void cutLeftovers() {
    if (dirty) {
      reopenIfInterrupted();
      disk.truncate(channel, end);
      disk.force(channel);
      dirty = false;
    }
  }

  /** The interruption of a thread that writes closes the channel under it. */
  private void reopenIfInterrupted() {
    if (!channel.isOpen()) {
      channel = disk.open(segment.path(), StandardOpenOption.WRITE);
    }
  }

  /** Forces what another process left in the system's memory. */
  void force() {
    disk.force(channel);
  }

  /** Cuts off what lies behind the end. */
  void cut() {
    dirty = true;
    cutLeftovers();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
