package dev.orlop.hold.store.car;

import dev.orlop.car.cid.Cid;
import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.store.BlockLocation;
import dev.orlop.hold.store.StoreDamagedException;
import dev.orlop.hold.store.Trailer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;

/**
 * All blocks that can be found in a repo's log, however damaged it is. Changes nothing. Holds a row
 * of each block in memory.
 *
 * <p>What is found behind damage is looked for byte by byte: a block is one because its bytes have
 * its CID, so it may be relied on wherever it lies.
 */
public final class LogScan implements AutoCloseable {
  /**
   * Bytes that are part of no block.
   *
   * @param torn whether a crash explains them, since they are the end of what was being written
   */
  public record Damage(Path file, long from, long to, boolean torn) {}

  private final SequencedMap<Integer, MappedSegment> segments = new LinkedHashMap<>();
  private final Map<Cid, BlockLocation> blocks = new HashMap<>();
  private final List<Trailer> trailers = new ArrayList<>();
  private final List<Damage> damage = new ArrayList<>();

  /** The blocks behind the last trailer. */
  private final List<Cid> unclaimed = new ArrayList<>();

  private LogScan() {}

  /**
   * Reads a log that nobody has open.
   *
   * @throws StoreDamagedException if there is no log, or one of its files is missing
   */
  public static LogScan of(Path folder) throws IOException {
    SegmentFolder files = new SegmentFolder(Disk.REAL, folder);
    LogScan scan = new LogScan();
    try {
      List<Integer> numbers = files.numbersAsTheyAre();
      if (numbers.isEmpty()) {
        throw new StoreDamagedException("no repo log in " + folder);
      }
      for (int number : numbers) {
        scan.read(number, files.path(number), number == numbers.getLast());
      }
      return scan;
    } catch (IOException | RuntimeException e) {
      scan.close();
      throw e;
    }
  }

  private void read(int number, Path file, boolean last) throws IOException {
    MappedSegment segment = new MappedSegment(file);
    segments.put(number, segment);
    long at = segment.hasHeader() ? SegmentFolder.headerBytes() : 0;
    while (at < segment.size()) {
      MappedSegment.Found block = segment.blockAt(at);
      if (block != null) {
        take(number, segment, block);
        at = block.end();
      } else {
        OptionalLong next = segment.nextBlock(at + 1);
        boolean torn = last && !Remainder.wasWhole(segment, at);
        damage.add(new Damage(file, at, next.orElse(segment.size()), torn));
        at = next.orElse(segment.size());
      }
    }
  }

  private void take(int number, MappedSegment segment, MappedSegment.Found block) {
    if (block.cid().codec() == Cid.Codec.RAW) {
      Optional<Trailer> trailer = trailer(segment.read(block.position(), block.length()));
      if (trailer.isPresent()) {
        trailers.add(trailer.get());
        unclaimed.clear();
      }
    } else {
      unclaimed.add(block.cid());
      blocks.put(block.cid(), new BlockLocation(number, block.position(), block.length()));
    }
  }

  private static Optional<Trailer> trailer(byte[] block) {
    try {
      return Optional.of(Trailer.decode(block));
    } catch (StoreDamagedException e) {
      return Optional.empty();
    }
  }

  /** The bytes of a block, if it is anywhere in the log. */
  public Optional<byte[]> block(Cid cid) {
    return Optional.ofNullable(blocks.get(cid)).map(this::read);
  }

  private byte[] read(BlockLocation at) {
    MappedSegment segment = segments.get(at.segment());
    if (segment == null) {
      throw new IllegalStateException("a block in a segment that was not read: " + at);
    }
    return segment.read(at.position(), at.length());
  }

  /** Whether a block is anywhere in the log. */
  public boolean has(Cid cid) {
    return blocks.containsKey(cid);
  }

  /** What is left of the trailers, in the order of the log. */
  public List<Trailer> trailers() {
    return List.copyOf(trailers);
  }

  /** The blocks behind the last of them, in the order of the log: of a group that lost its own. */
  public List<Cid> unclaimed() {
    return List.copyOf(unclaimed);
  }

  /** What cannot be read. */
  public List<Damage> damage() {
    return List.copyOf(damage);
  }

  /** The number of the last segment. */
  public int lastSegment() {
    return segments.lastEntry().getKey();
  }

  @Override
  public void close() {
    segments.values().forEach(MappedSegment::close);
  }
}
