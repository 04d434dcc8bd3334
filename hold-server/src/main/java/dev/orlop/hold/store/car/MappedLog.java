package dev.orlop.hold.store.car;

import dev.orlop.hold.store.BlockBytes;
import dev.orlop.hold.store.BlockLocation;
import dev.orlop.hold.store.StoreDamagedException;
import dev.orlop.hold.store.StoreFailedException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads a large part of a log, block after block, without asking the system for each. For one
 * thread, and not a virtual one: it stands still while the disk is slow, and so would all that
 * share its carrier. What can be read is what its {@link LogReader} can read, and only as far as
 * the segments were written when each was first asked for.
 */
public final class MappedLog implements BlockBytes, AutoCloseable {
  private final Segments segments;
  private final Map<Integer, MappedSegment> mapped = new HashMap<>();

  MappedLog(Segments segments) {
    this.segments = segments;
  }

  @Override
  public byte[] read(BlockLocation location) {
    MappedSegment segment = mapped.computeIfAbsent(location.segment(), this::map);
    try {
      return segment.read(location.position(), location.length());
    } catch (IndexOutOfBoundsException e) {
      throw new StoreDamagedException("a segment ends before the block at " + location);
    } catch (InternalError e) {
      // So the JVM tells that the system could not read a page.
      throw new StoreFailedException("cannot read the block at " + location, new IOException(e));
    }
  }

  private MappedSegment map(int number) {
    SegmentFile file = segments.file(number);
    try {
      return new MappedSegment(file.path());
    } catch (IOException e) {
      throw new StoreFailedException("cannot read " + file.path(), e);
    }
  }

  @Override
  public void close() {
    mapped.values().forEach(MappedSegment::close);
  }
}
