package dev.orlop.hold.store.car;

import dev.orlop.car.cid.Cid;
import dev.orlop.hold.store.StoreDamagedException;
import dev.orlop.hold.store.Trailer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * Looks at what lies behind the last group that could be read, to tell a torn end from damage.
 *
 * <p>Groups are written many at a time, and a system that dies may have written the last of them
 * and not the first; none of these was ever promised to anybody. But a trailer also says how far
 * its segment was known to be on disk before it: if that is behind the place which cannot be read,
 * then this place was whole once.
 */
final class Remainder {
  private Remainder() {}

  /** Whether a trailer behind {@code from} shows that the bytes at {@code from} were on disk. */
  static boolean wasWhole(Path segment, long from) throws IOException {
    try (MappedSegment bytes = new MappedSegment(segment)) {
      return wasWhole(bytes, from);
    }
  }

  static boolean wasWhole(MappedSegment bytes, long from) {
    OptionalLong at = bytes.nextBlock(from);
    while (at.isPresent()) {
      MappedSegment.Found block = bytes.blockAt(at.getAsLong());
      if (block != null
          && block.cid().codec() == Cid.Codec.RAW
          && forcedBefore(bytes.read(block.position(), block.length())) > from) {
        return true;
      }
      // Not behind the block: what looks like one may lie across the beginning of another.
      at = bytes.nextBlock(at.getAsLong() + 1);
    }
    return false;
  }

  private static long forcedBefore(byte[] block) {
    try {
      return Trailer.forcedBefore(block);
    } catch (StoreDamagedException e) {
      // Bytes inside a record that look like a block.
      return 0;
    }
  }
}
