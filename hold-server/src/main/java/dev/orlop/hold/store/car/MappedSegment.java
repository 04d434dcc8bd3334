package dev.orlop.hold.store.car;

import dev.orlop.car.cid.Cid;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A segment's bytes, in which blocks are found also where the reading of one after the other ends.
 */
final class MappedSegment implements AutoCloseable {
  private static final int MAX_LENGTH_BYTES = 4;

  private final Arena arena = Arena.ofConfined();
  private final MemorySegment bytes;

  MappedSegment(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
    }
  }

  /**
   * A block that has the bytes which its CID says.
   *
   * @param position of the first of its bytes, behind its CID
   * @param length of them
   */
  record Found(Cid cid, long position, int length) {
    /** The offset behind it. */
    long end() {
      return position + length;
    }
  }

  long size() {
    return bytes.byteSize();
  }

  /** Whether the file begins like a segment. */
  boolean hasHeader() {
    int length = SegmentFolder.headerBytes();
    return size() >= length
        && bytes.asSlice(0, length).mismatch(MemorySegment.ofArray(SegmentFolder.header())) < 0;
  }

  byte[] read(long position, int length) {
    byte[] copy = new byte[length];
    MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, position, copy, 0, length);
    return copy;
  }

  /** The block whose frame begins at {@code at}, or null if there is no whole one. */
  @Nullable Found blockAt(long at) {
    for (int lengthBytes = 1; lengthBytes <= MAX_LENGTH_BYTES; lengthBytes++) {
      long cidAt = at + lengthBytes;
      if (isCidHead(cidAt)) {
        Found found = blockOf(cidAt, lengthBytes);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  /** Where the frame of the first whole block begins, at {@code from} or behind it. */
  OptionalLong nextBlock(long from) {
    for (long cidAt = from + 1; cidAt + Cid.BYTES <= size(); cidAt++) {
      if (isCidHead(cidAt)) {
        for (int lengthBytes = 1; lengthBytes <= MAX_LENGTH_BYTES; lengthBytes++) {
          if (cidAt - lengthBytes >= from && blockOf(cidAt, lengthBytes) != null) {
            return OptionalLong.of(cidAt - lengthBytes);
          }
        }
      }
    }
    return OptionalLong.empty();
  }

  private boolean isCidHead(long at) {
    if (at + Cid.BYTES > size()) {
      return false;
    }
    // Version 1, dag-cbor or raw, sha2-256, 32 bytes.
    byte codec = byteAt(at + 1);
    return byteAt(at) == 0x01
        && (codec == 0x71 || codec == 0x55)
        && byteAt(at + 2) == 0x12
        && byteAt(at + 3) == 0x20;
  }

  /** The block whose CID is at {@code cidAt}, if so many bytes before it tell its length. */
  private @Nullable Found blockOf(long cidAt, int lengthBytes) {
    long length = varint(cidAt - lengthBytes, lengthBytes) - Cid.BYTES;
    if (length <= 0 || length > size() - cidAt - Cid.BYTES) {
      return null;
    }
    Cid cid = Cid.read(read(cidAt, Cid.BYTES), 0);
    Found found = new Found(cid, cidAt + Cid.BYTES, (int) length);
    return cid.matches(read(found.position(), found.length())) ? found : null;
  }

  /** The varint of so many bytes at {@code at}; zero if they are none. */
  private long varint(long at, int count) {
    long value = 0;
    for (int i = 0; i < count; i++) {
      byte b = byteAt(at + i);
      boolean more = b < 0;
      if (more == (i == count - 1)) {
        return 0;
      }
      value |= (long) (b & 0x7f) << (7 * i);
    }
    return value;
  }

  private byte byteAt(long at) {
    return bytes.get(ValueLayout.JAVA_BYTE, at);
  }

  @Override
  public void close() {
    arena.close();
  }
}
