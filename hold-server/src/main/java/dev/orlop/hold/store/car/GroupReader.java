package dev.orlop.hold.store.car;

import dev.orlop.car.CarBlock;
import dev.orlop.car.CarFormatException;
import dev.orlop.car.CarLimits;
import dev.orlop.car.CarReader;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.store.BlockLocation;
import dev.orlop.hold.store.Group;
import dev.orlop.hold.store.LogPosition;
import dev.orlop.hold.store.StoreDamagedException;
import dev.orlop.hold.store.Trailer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** Reads the groups of one segment in order, checking every block against its CID. */
final class GroupReader implements AutoCloseable {
  private static final CarLimits LIMITS =
      new CarLimits(1024, 64 << 20, Long.MAX_VALUE, Long.MAX_VALUE);

  private final int segment;
  private final long base;
  private final CarReader reader;
  private long lastEnd;

  /** Reads from the beginning. */
  GroupReader(int segment, Path path) throws IOException {
    this(segment, path, 0);
  }

  /**
   * Reads from between two groups.
   *
   * @param from offset of the first group to read; zero for the beginning
   */
  GroupReader(int segment, Path path, long from) throws IOException {
    this.segment = segment;
    byte[] header = SegmentFolder.header();
    this.base = Math.max(from - header.length, 0);
    InputStream file = Files.newInputStream(path);
    try {
      InputStream in = file;
      if (base > 0) {
        file.skipNBytes(from);
        in = new SequenceInputStream(new ByteArrayInputStream(header), file);
      }
      this.reader = new CarReader(in, LIMITS);
    } catch (CarFormatException e) {
      file.close();
      throw new StoreDamagedException(path + " does not begin like a segment: " + e.getMessage());
    }
    this.lastEnd = position();
  }

  private long position() {
    return base + reader.position();
  }

  /** The next whole group, or empty where there is none, be it the end of the file or not. */
  Optional<Group> next() throws IOException {
    LinkedHashMap<Cid, BlockLocation> blocks = new LinkedHashMap<>();
    try {
      @Nullable CarBlock block;
      while ((block = reader.next()) != null) {
        long position = position() - block.data().length;
        if (block.cid().codec() == Cid.Codec.RAW) {
          return Optional.of(group(blocks, block));
        }
        blocks.put(block.cid(), new BlockLocation(segment, position, block.data().length));
      }
    } catch (CarFormatException _) {
      // Torn inside a block.
    }
    return Optional.empty();
  }

  private Group group(SequencedMap<Cid, BlockLocation> blocks, CarBlock block) {
    Trailer trailer = Trailer.decode(block.data());
    if (!blocks.containsKey(trailer.commit())) {
      throw new StoreDamagedException(
          "segment " + segment + " has a trailer without its commit at byte " + position());
    }
    LogPosition start = SegmentFolder.position(segment, lastEnd);
    lastEnd = position();
    Map<Cid, BlockLocation> proof = takeLast(trailer.proof(), blocks);
    return new Group(trailer, blocks, proof, start, new LogPosition(segment, lastEnd));
  }

  private Map<Cid, BlockLocation> takeLast(int count, SequencedMap<Cid, BlockLocation> blocks) {
    if (count < 0 || count >= blocks.size()) {
      throw new StoreDamagedException(
          "segment " + segment + " has a trailer with " + count + " nodes of proof");
    }
    LinkedHashMap<Cid, BlockLocation> last = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      Map.Entry<Cid, BlockLocation> block = blocks.pollLastEntry();
      last.putFirst(block.getKey(), block.getValue());
    }
    return last;
  }

  /** The offset behind the last whole group. */
  long lastEnd() {
    return lastEnd;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
