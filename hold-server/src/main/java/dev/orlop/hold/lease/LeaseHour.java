package dev.orlop.hold.lease;

import dev.orlop.hold.disk.AppendedFile;
import dev.orlop.hold.disk.DiskException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** The leases of one hour: a file of numbers of eight bytes, and the same in memory. */
final class LeaseHour implements AutoCloseable {
  private final AppendedFile file;
  private final PrefixSet taken = new PrefixSet();

  /** Of a file that has nothing in it. */
  LeaseHour(AppendedFile file) {
    this.file = file;
  }

  /** Reads what the file holds; bytes at its end that make no number are written over. */
  static LeaseHour read(AppendedFile file, Path path) {
    LeaseHour hour = new LeaseHour(file);
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(path)))) {
      long left = file.end() / Long.BYTES;
      file.endAt(left * Long.BYTES);
      while (left-- > 0) {
        hour.taken.add(in.readLong());
      }
      return hour;
    } catch (IOException e) {
      hour.close();
      throw new DiskException("read leases", e);
    }
  }

  synchronized boolean has(long prefix) {
    return taken.contains(prefix);
  }

  /** Writes it down first: whoever finds it in memory answers upon it. */
  synchronized void add(long prefix) {
    if (!taken.contains(prefix)) {
      file.append(ByteBuffer.allocate(Long.BYTES).putLong(prefix).array());
      taken.add(prefix);
    }
  }

  synchronized int size() {
    return taken.size();
  }

  @Override
  public void close() {
    file.close();
  }
}
