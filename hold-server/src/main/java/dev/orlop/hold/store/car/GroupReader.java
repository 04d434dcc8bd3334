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
import org.jspecify.annotations.Nullable;

/** Reads the groups of one segment in order, checking every block against its CID. */
final class GroupReader implements AutoCloseable {
  private static final CarLimits LIMITS =
      new CarLimits(1024, 64 << 20, Long.MAX_VALUE, Long.MAX_VALUE);

  /** How reading a segment ended. */
  enum End {
    /** With a whole group. */
    WHOLE,
    /** Inside a group, as a crash while appending leaves it. */
    TORN
  }

  private final int segment;
  private final long base;
  private final CarReader reader;
  private long lastEnd;
  private @Nullable End end;

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
    byte[] header = RepoLog.header();
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

  /** The next whole group, or empty at the end, of whichever kind it is. */
  Optional<Group> next() throws IOException {
    Map<Cid, BlockLocation> blocks = new LinkedHashMap<>();
    try {
      @Nullable CarBlock block;
      while ((block = reader.next()) != null) {
        long position = position() - block.data().length;
        if (block.cid().codec() == Cid.Codec.DAG_CBOR && isTrailer(blocks, block)) {
          lastEnd = position();
          Trailer trailer = Trailer.decode(block.data());
          return Optional.of(new Group(trailer, blocks, new LogPosition(segment, lastEnd)));
        }
        blocks.put(block.cid(), new BlockLocation(segment, position, block.data().length));
      }
      end = blocks.isEmpty() ? End.WHOLE : End.TORN;
    } catch (CarFormatException e) {
      end = End.TORN;
    }
    return Optional.empty();
  }

  /** A record could look like a trailer; a trailer's commit is in its own group. */
  private static boolean isTrailer(Map<Cid, BlockLocation> blocks, CarBlock block) {
    return Trailer.isTrailer(block.data())
        && blocks.containsKey(Trailer.decode(block.data()).commit());
  }

  /** The offset behind the last whole group. */
  long lastEnd() {
    return lastEnd;
  }

  /** How reading ended; known once {@link #next} has returned empty. */
  End end() {
    if (end == null) {
      throw new IllegalStateException("not at the end yet");
    }
    return end;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
