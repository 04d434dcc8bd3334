package dev.orlop.hold.store.car;

import dev.orlop.hold.store.BlockLocation;
import dev.orlop.hold.store.StoreDamagedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * One file of a repo's log, for reading; safe for use by several threads. It has a channel of its
 * own: the interruption of a thread that reads closes the channel under it, and must not close the
 * one on which groups are appended.
 */
final class SegmentFile implements AutoCloseable {
  private final int number;
  private final Path path;
  private volatile FileChannel channel;
  private volatile boolean closed;

  SegmentFile(int number, Path path) throws IOException {
    this.number = number;
    this.path = path;
    this.channel = open(path);
  }

  private static FileChannel open(Path path) throws IOException {
    return FileChannel.open(path, StandardOpenOption.READ);
  }

  int number() {
    return number;
  }

  Path path() {
    return path;
  }

  /** The bytes of a block. */
  byte[] read(BlockLocation location) throws IOException {
    byte[] bytes = new byte[location.length()];
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      int n = readOnce(buffer, location.position() + buffer.position());
      if (n < 0) {
        throw new StoreDamagedException(
            path
                + " ends before the block at "
                + location.position()
                + " of "
                + location.length()
                + " bytes");
      }
    }
    return bytes;
  }

  /** Another reader's interruption may have closed the channel; then it is opened again. */
  private int readOnce(ByteBuffer buffer, long position) throws IOException {
    FileChannel used = channel;
    try {
      return used.read(buffer, position);
    } catch (ClosedChannelException e) {
      if (closed || Thread.currentThread().isInterrupted()) {
        throw e;
      }
      return reopened(used).read(buffer, position);
    }
  }

  private synchronized FileChannel reopened(FileChannel broken) throws IOException {
    if (channel == broken) {
      channel = open(path);
    }
    return channel;
  }

  @Override
  public void close() throws IOException {
    closed = true;
    channel.close();
  }
}
