package dev.orlop.hold.upload;

import static java.nio.file.StandardOpenOption.WRITE;

import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.disk.DiskException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reads back what an upload's folder holds after a restart, and removes what nobody answered. */
final class UploadLoader {
  /**
   * What is there.
   *
   * @param parts by number, as they were last answered
   * @param run without a gap; not yet held against its hash
   */
  record Found(
      Map<Integer, StoredPart> parts,
      List<StoredPart.InRun> run,
      long nextSerial,
      long logBytes,
      Instant lastActivity) {}

  private final SessionFolder folder;
  private final Disk disk;
  private final Map<Integer, StoredPart> parts = new TreeMap<>();
  private final List<StoredPart.InRun> run = new ArrayList<>();
  private long nextSerial = 1;

  UploadLoader(SessionFolder folder, Disk disk) {
    this.folder = folder;
    this.disk = disk;
  }

  Found load(Instant created) {
    List<PartsLog.Entry> entries = folder.readParts();
    entries.forEach(entry -> replay(entry.part()));
    dropWhatIsShort();
    tidy(PartsLog.wholeBytes(entries));
    Instant last = entries.isEmpty() ? created : entries.getLast().at();
    return new Found(parts, run, nextSerial, PartsLog.wholeBytes(entries), last);
  }

  private void replay(StoredPart part) {
    switch (part) {
      case StoredPart.InRun inRun -> {
        if (inRun.number() > run.size() + 1) {
          throw new IllegalArgumentException("a parts log with a gap before " + inRun.number());
        }
        // A number that the run has already: it was found damaged once, and cut back.
        cutTo(inRun.number() - 1);
        run.add(inRun);
      }
      case StoredPart.Alone alone -> nextSerial = Math.max(nextSerial, alone.serial() + 1);
    }
    parts.put(part.number(), part);
  }

  private void cutTo(int count) {
    while (run.size() > count) {
      StoredPart last = run.removeLast();
      parts.remove(last.number(), last);
    }
  }

  /** After a power cut a file may be shorter than the log says. */
  private void dropWhatIsShort() {
    long dataLength = SessionFolder.length(folder.data());
    while (!run.isEmpty() && run.getLast().end() > dataLength) {
      cutTo(run.size() - 1);
    }
    parts
        .values()
        .removeIf(
            part ->
                part instanceof StoredPart.Alone alone
                    && SessionFolder.length(folder.alone(alone)) != alone.size());
  }

  private void tidy(long logBytes) {
    Set<Path> wanted = new HashSet<>();
    for (StoredPart part : parts.values()) {
      if (part instanceof StoredPart.Alone alone) {
        wanted.add(folder.alone(alone));
      }
    }
    for (Path file : folder.files()) {
      boolean isPart = file.getFileName().toString().startsWith("part-");
      if (file.equals(folder.joined()) || (isPart && !wanted.contains(file))) {
        disk.delete(file);
      }
    }
    cut(folder.data(), run.isEmpty() ? 0 : run.getLast().end());
    cut(folder.partsLog(), logBytes);
  }

  private void cut(Path file, long length) {
    if (!Files.exists(file) || SessionFolder.length(file) <= length) {
      return;
    }
    try (FileChannel channel = disk.open(file, WRITE)) {
      disk.truncate(channel, length);
    } catch (IOException e) {
      throw new DiskException("close an upload's file", e);
    }
  }
}
