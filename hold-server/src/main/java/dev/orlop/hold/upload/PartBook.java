package dev.orlop.hold.upload;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.disk.DiskException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which parts of an upload there are, in memory and in its log, and what they take. For one thread
 * at a time.
 */
final class PartBook {
  private final SessionFolder folder;
  private final Disk disk;
  private final Account account;
  private final Map<Integer, StoredPart> parts = new TreeMap<>();
  private long nextSerial = 1;
  private long logEnd;

  PartBook(SessionFolder folder, Disk disk, Account account) {
    this.folder = folder;
    this.disk = disk;
    this.account = account;
  }

  /** Puts back what the folder holds after a restart. */
  void restore(UploadLoader.Found found) {
    parts.putAll(found.parts());
    nextSerial = found.nextSerial();
    logEnd = found.logBytes();
    account.retake(bytesBesides(0));
  }

  /** The parts that were answered; a copy. */
  Map<Integer, StoredPart> parts() {
    return new TreeMap<>(parts);
  }

  /** Tells apart the files of parts that are sent again. */
  long nextSerial() {
    return nextSerial++;
  }

  long bytesBesides(int number) {
    return parts.values().stream()
        .filter(part -> part.number() != number)
        .mapToLong(StoredPart::size)
        .sum();
  }

  /** Writes a part down, to be counted among them. */
  void log(StoredPart part, Instant now) {
    byte[] line = PartsLog.line(part, now);
    try (FileChannel channel = disk.open(folder.partsLog(), CREATE, WRITE)) {
      disk.write(channel, ByteBuffer.wrap(line), logEnd);
    } catch (IOException e) {
      throw new DiskException("close a parts log", e);
    }
    logEnd += line.length;
    UploadStep.PART_LOGGED.reached();
  }

  /** Counts a part that was written down; what it replaces goes. */
  void put(StoredPart part) {
    StoredPart former = parts.put(part.number(), part);
    if (former != null) {
      account.giveBack(former.size());
      if (former instanceof StoredPart.Alone alone) {
        disk.delete(folder.alone(alone));
      }
    }
  }

  /** A part is not there after all. */
  void lose(StoredPart part) {
    if (parts.remove(part.number(), part)) {
      account.giveBack(part.size());
    }
  }
}
