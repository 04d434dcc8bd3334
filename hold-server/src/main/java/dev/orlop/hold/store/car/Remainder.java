package dev.orlop.hold.store.car;

import dev.orlop.car.cid.Cid;
import dev.orlop.hold.store.StoreDamagedException;
import dev.orlop.hold.store.Trailer;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Looks at what lies behind the last group that could be read, to tell a torn end from damage.
 *
 * <p>Groups are written many at a time, and a system that dies may have written the last of them
 * and not the first; none of these was ever promised to anybody. But a trailer also says how far
 * its segment was known to be on disk before it: if that is behind the place which cannot be read,
 * then this place was whole once.
 */
final class Remainder {
  /** The first bytes of a trailer's CID: version 1, raw, sha2-256, 32 bytes. */
  private static final byte[] CID_HEAD = {0x01, 0x55, 0x12, 0x20};

  private static final int MAX_LENGTH_BYTES = 4;

  private final MemorySegment bytes;

  private Remainder(MemorySegment bytes) {
    this.bytes = bytes;
  }

  /** Whether a trailer behind {@code from} shows that the bytes at {@code from} were on disk. */
  static boolean wasWhole(Path segment, long from) throws IOException {
    try (FileChannel channel = FileChannel.open(segment, StandardOpenOption.READ);
        Arena arena = Arena.ofConfined()) {
      MemorySegment rest =
          channel.map(FileChannel.MapMode.READ_ONLY, from, channel.size() - from, arena);
      return new Remainder(rest).holdsTrailerForcedBehind(from);
    }
  }

  private boolean holdsTrailerForcedBehind(long from) {
    for (long at = 1; at + Cid.BYTES <= bytes.byteSize(); at++) {
      if (isCidHead(at) && forcedBefore(at) > from) {
        return true;
      }
    }
    return false;
  }

  private boolean isCidHead(long at) {
    for (int i = 0; i < CID_HEAD.length; i++) {
      if (bytes.get(ValueLayout.JAVA_BYTE, at + i) != CID_HEAD[i]) {
        return false;
      }
    }
    return true;
  }

  /** What the trailer says whose CID is at {@code at}; zero if there is none. */
  private long forcedBefore(long at) {
    Cid cid = Cid.read(slice(at, Cid.BYTES), 0);
    for (int lengthBytes = 1; lengthBytes <= MAX_LENGTH_BYTES && lengthBytes <= at; lengthBytes++) {
      long length = lengthBefore(at, lengthBytes) - Cid.BYTES;
      if (length > 0 && length <= bytes.byteSize() - at - Cid.BYTES) {
        byte[] block = slice(at + Cid.BYTES, (int) length);
        if (cid.matches(block)) {
          return readForcedBefore(block);
        }
      }
    }
    return 0;
  }

  private static long readForcedBefore(byte[] block) {
    try {
      return Trailer.forcedBefore(block);
    } catch (StoreDamagedException e) {
      // Bytes inside a record that look like a block.
      return 0;
    }
  }

  /** The varint of so many bytes that ends before {@code at}; zero if they are none. */
  private long lengthBefore(long at, int lengthBytes) {
    long value = 0;
    for (int i = 0; i < lengthBytes; i++) {
      byte b = bytes.get(ValueLayout.JAVA_BYTE, at - lengthBytes + i);
      boolean more = b < 0;
      if (more == (i == lengthBytes - 1)) {
        return 0;
      }
      value |= (long) (b & 0x7f) << (7 * i);
    }
    return value;
  }

  private byte[] slice(long at, int length) {
    return bytes.asSlice(at, length).toArray(ValueLayout.JAVA_BYTE);
  }
}
