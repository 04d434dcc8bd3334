package dev.orlop.hold.lease;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.disk.DiskException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** The leases of one hour: a file of numbers of eight bytes, and the same in memory. */
final class LeaseHour implements AutoCloseable {
  private final Path file;
  private final Disk disk;
  private final FileChannel channel;
  private final PrefixSet taken = new PrefixSet();
  private long end;

  /** Reads what the file holds, if there is one; bytes at its end that make no number are cut. */
  LeaseHour(Path file, Disk disk) {
    this.file = file;
    this.disk = disk;
    this.channel = disk.open(file, CREATE, WRITE);
    try {
      read();
    } catch (IOException e) {
      close();
      throw new DiskException("read leases", e);
    }
  }

  private void read() throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      while (true) {
        taken.add(in.readLong());
        end += Long.BYTES;
      }
    } catch (EOFException _) {
      // What was cut off is written over.
    }
  }

  synchronized boolean has(long prefix) {
    return taken.contains(prefix);
  }

  /** Writes it down first: whoever finds it in memory answers upon it. */
  synchronized void add(long prefix) {
    if (taken.contains(prefix)) {
      return;
    }
    disk.write(channel, ByteBuffer.allocate(Long.BYTES).putLong(0, prefix), end);
    end += Long.BYTES;
    taken.add(prefix);
  }

  synchronized int size() {
    return taken.size();
  }

  void remove() {
    close();
    disk.delete(file);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new DiskException("close leases", e);
    }
  }
}
