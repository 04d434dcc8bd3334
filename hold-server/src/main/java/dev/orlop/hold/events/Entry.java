package dev.orlop.hold.events;

import dev.orlop.atproto.firehose.Frame;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * An event as it lies in a segment: the length of what follows the checksum, the checksum, the seq,
 * the DID with its length, the frame.
 *
 * @param did whose event it is, as text
 * @param frame where the frame lies
 * @param size of the whole entry, in bytes
 */
record Entry(long seq, String did, Slice frame, int size) {
  private static final int HEAD_BYTES = Integer.BYTES * 2;
  private static final int FIXED_BYTES = Long.BYTES + Short.BYTES;

  /** What no entry exceeds. */
  static final int MAX_BYTES = HEAD_BYTES + FIXED_BYTES + 4096 + Frame.MAX_BYTES;

  static int size(byte[] did, byte[] frame) {
    return HEAD_BYTES + FIXED_BYTES + did.length + frame.length;
  }

  static void write(long seq, byte[] did, byte[] frame, byte[] target, int at) {
    int size = size(did, frame);
    ByteBuffer.wrap(target, at, size)
        .putInt(size - HEAD_BYTES)
        .putInt(0)
        .putLong(seq)
        .putShort((short) did.length)
        .put(did)
        .put(frame);
    ByteBuffer.wrap(target).putInt(at + Integer.BYTES, checksum(target, at, at + size));
  }

  private static int checksum(byte[] array, int start, int end) {
    CRC32C crc = new CRC32C();
    crc.update(array, start + HEAD_BYTES, end - start - HEAD_BYTES);
    return (int) crc.getValue();
  }

  /** How many bytes the entry at {@code from} says that it takes; zero if it cannot be one. */
  static int announced(byte[] source, int from, int to) {
    if (to - from < HEAD_BYTES) {
      return 0;
    }
    long size = HEAD_BYTES + (long) ByteBuffer.wrap(source).getInt(from);
    return size <= HEAD_BYTES + FIXED_BYTES || size > MAX_BYTES ? 0 : (int) size;
  }

  /** Reads the entry at {@code from}; empty if no whole one is there. */
  static Optional<Entry> read(byte[] source, int from, int to) {
    int size = announced(source, from, to);
    if (size == 0 || size > to - from) {
      return Optional.empty();
    }
    ByteBuffer bytes = ByteBuffer.wrap(source);
    int end = from + size;
    int didLength = Short.toUnsignedInt(bytes.getShort(from + HEAD_BYTES + Long.BYTES));
    int frame = from + HEAD_BYTES + FIXED_BYTES + didLength;
    if (frame > end || bytes.getInt(from + Integer.BYTES) != checksum(source, from, end)) {
      return Optional.empty();
    }
    String did = new String(source, frame - didLength, didLength, StandardCharsets.UTF_8);
    long seq = bytes.getLong(from + HEAD_BYTES);
    return Optional.of(new Entry(seq, did, new Slice(source, frame, end), size));
  }

  /** The frame's own bytes. */
  byte[] frameBytes() {
    return Arrays.copyOfRange(frame.array(), frame.from(), frame.to());
  }
}
