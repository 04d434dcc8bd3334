package dev.orlop.hold.events;

import dev.orlop.atproto.firehose.CommitEvent;
import dev.orlop.atproto.firehose.Frame;
import dev.orlop.atproto.firehose.SyncEvent;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.hold.disk.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes the log whole: finds its segments and their ends, and what it says of commits lately. */
final class EventOpening {
  private static final System.Logger LOGGER = System.getLogger(EventOpening.class.getName());

  private final Disk disk;
  private final Path folder;
  private final Optional<Checkpoint> checkpoint;
  private final List<Segment> segments = new ArrayList<>();
  private final Map<Did, Tid> told = new HashMap<>();
  private long last;

  private EventOpening(Disk disk, Path folder, Optional<Checkpoint> checkpoint) {
    this.disk = disk;
    this.folder = folder;
    this.checkpoint = checkpoint;
    this.last = checkpoint.map(Checkpoint::last).orElse(0L);
  }

  /**
   * What was found.
   *
   * @param checkpoint what the process before said last; empty for a log that begins now
   * @param told the last rev of each repo that has events above what the checkpoint says is settled
   * @param last the seq of the last event; zero if there is none
   */
  record Found(
      List<Segment> segments, Optional<Checkpoint> checkpoint, Map<Did, Tid> told, long last) {}

  static Found open(Disk disk, Path folder, SmallFile checkpointFile) throws IOException {
    disk.createDirectories(folder);
    Optional<Checkpoint> checkpoint = Checkpoint.parse(checkpointFile.read());
    EventOpening opening = new EventOpening(disk, folder, checkpoint);
    opening.findSegments();
    return new Found(List.copyOf(opening.segments), checkpoint, opening.told, opening.last);
  }

  private void findSegments() throws IOException {
    List<Long> firsts = firsts();
    if (checkpoint.isEmpty() && !firsts.isEmpty()) {
      LOGGER.log(
          System.Logger.Level.ERROR,
          "{0} has no checkpoint that can be read; commits that the last process did not tell of"
              + " stay untold",
          folder);
    }
    for (int i = 0; i < firsts.size(); i++) {
      long first = firsts.get(i);
      boolean follows = i + 1 < firsts.size();
      if (follows && firsts.get(i + 1) <= wholeUpTo()) {
        Path path = EventFiles.path(folder, first);
        segments.add(new Segment(path, first, Files.size(path)));
      } else if (!scan(first) && isAfterCheckpoint(first)) {
        // What comes later came after something that is lost: it is made again, in order.
        firsts
            .subList(i + 1, firsts.size())
            .forEach(later -> disk.delete(EventFiles.path(folder, later)));
        return;
      }
    }
  }

  private List<Long> firsts() throws IOException {
    List<Long> firsts = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        if (name.matches("\\d{19}\\" + EventFiles.SUFFIX)) {
          firsts.add(Long.parseLong(name.substring(0, 19)));
        } else if (name.endsWith(".tmp")) {
          disk.delete(file);
        }
      }
    }
    return firsts;
  }

  /** The seq up to which nothing need be looked at. */
  private long wholeUpTo() {
    return checkpoint.map(Checkpoint::settled).orElse(0L);
  }

  private boolean isAfterCheckpoint(long first) {
    return checkpoint.isEmpty() || first >= checkpoint.get().segment();
  }

  /** Adds a segment up to where it is whole; false if that is not its end. */
  private boolean scan(long first) throws IOException {
    Path path = EventFiles.path(folder, first);
    long size = Files.size(path);
    long whole = SegmentScan.run(path, size, (entry, _) -> saw(entry));
    if (whole <= Segment.HEAD_BYTES && isAfterCheckpoint(first)) {
      // It was begun, and nothing came of it.
      disk.delete(path);
      return whole == size;
    }
    Segment segment = new Segment(path, first, isAfterCheckpoint(first) ? whole : size);
    segments.add(segment);
    if (whole == size) {
      return true;
    }
    LOGGER.log(
        System.Logger.Level.WARNING, "{0} is not whole behind byte {1} of {2}", path, whole, size);
    if (isAfterCheckpoint(first)) {
      segment.cut(disk);
    }
    return false;
  }

  private void saw(Entry entry) {
    last = Math.max(last, entry.seq());
    if (entry.seq() <= wholeUpTo()) {
      return;
    }
    switch (Frame.decode(entry.frameBytes())) {
      case CommitEvent commit -> told.merge(commit.did(), commit.rev(), EventOpening::later);
      case SyncEvent sync -> told.merge(sync.did(), sync.rev(), EventOpening::later);
      default -> {
        // Says nothing of commits.
      }
    }
  }

  private static Tid later(Tid a, Tid b) {
    return a.compareTo(b) >= 0 ? a : b;
  }
}
