package dev.orlop.hold.disk;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** A file that is only written to at its end. For one thread at a time. */
public final class AppendedFile implements AutoCloseable {
  private final Path path;
  private final Disk disk;
  private final FileChannel channel;
  private long end;

  /** Opens a file, or makes it. */
  public AppendedFile(Path path, Disk disk) {
    this.path = path;
    this.disk = disk;
    this.channel = disk.open(path, CREATE, WRITE);
    try {
      this.end = channel.size();
    } catch (IOException e) {
      close();
      throw new DiskException("look how long a file is", e);
    }
  }

  /** Where the file ends for us. */
  public long end() {
    return end;
  }

  /** From now on the file ends here; what is behind is written over. */
  public void endAt(long position) {
    end = position;
  }

  /** Writes behind the end; when it throws, the end is where it was. */
  public void append(byte[] bytes) {
    disk.write(channel, ByteBuffer.wrap(bytes), end);
    end += bytes.length;
  }

  /** Forces to disk what was written. */
  public void force() {
    disk.force(channel);
  }

  /** Cuts off what is behind the end. */
  public void cut() {
    disk.truncate(channel, end);
  }

  /** Closes and removes it. */
  public void remove() {
    close();
    disk.delete(path);
  }

  @Override
  public void close() {
    Disk.close(channel, "a file");
  }
}
