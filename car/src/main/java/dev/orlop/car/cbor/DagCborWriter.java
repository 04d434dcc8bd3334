package dev.orlop.car.cbor;

import dev.orlop.car.cid.Cid;
import java.util.Arrays;

/**
 * Writes items one after the other into a buffer that grows. Heads are always the shortest; the
 * order of map keys is the caller's business ({@link DagCbor#encode} sees to it).
 *
 * <p>A writer can be used again after {@link #reset}. It is not safe for use by several threads.
 */
public final class DagCborWriter {
  private static final int UNSIGNED = 0;
  private static final int NEGATIVE = 1 << 5;
  private static final int BYTES = 2 << 5;
  private static final int TEXT = 3 << 5;
  private static final int ARRAY = 4 << 5;
  private static final int MAP = 5 << 5;
  private static final int MAX_HEAD_BYTES = 9;

  /** Tag 42, a byte string of 37 bytes, and the zero byte that stands before a binary CID. */
  private static final byte[] LINK_HEAD = {(byte) 0xd8, 42, 0x58, Cid.BYTES + 1, 0};

  private byte[] buffer;
  private int size;

  /** A writer with a little room. */
  public DagCborWriter() {
    this(256);
  }

  /** A writer with room for {@code capacity} bytes before it has to grow. */
  public DagCborWriter(int capacity) {
    buffer = new byte[Math.max(capacity, MAX_HEAD_BYTES)];
  }

  /** Writes null. */
  public DagCborWriter nil() {
    return single(0xf6);
  }

  /** Writes true or false. */
  public DagCborWriter bool(boolean value) {
    return single(value ? 0xf5 : 0xf4);
  }

  /** Writes an integer. */
  public DagCborWriter integer(long value) {
    // The complement of a negative number is -1 - value, which is what CBOR writes.
    return value >= 0 ? head(UNSIGNED, value) : head(NEGATIVE, ~value);
  }

  /**
   * Writes text as UTF-8.
   *
   * @throws CborException for a surrogate without its other half, which no UTF-8 spells; nothing of
   *     the text has been written then
   */
  public DagCborWriter text(String value) {
    int length = Utf8.length(value);
    if (length != value.length() && Utf8.loneSurrogate(value) >= 0) {
      throw new CborException("text with half a surrogate pair", size);
    }
    head(TEXT, length);
    reserve(length);
    Utf8.encode(value, buffer, size, length);
    size += length;
    return this;
  }

  /** Writes a byte string. */
  public DagCborWriter bytes(byte[] value) {
    return bytes(value, 0, value.length);
  }

  /** Writes a byte string of {@code length} bytes of {@code source} from {@code offset}. */
  public DagCborWriter bytes(byte[] source, int offset, int length) {
    head(BYTES, length);
    return raw(source, offset, length);
  }

  /** Writes a link: tag 42 around the CID. */
  public DagCborWriter link(Cid cid) {
    reserve(LINK_HEAD.length + Cid.BYTES);
    System.arraycopy(LINK_HEAD, 0, buffer, size, LINK_HEAD.length);
    cid.write(buffer, size + LINK_HEAD.length);
    size += LINK_HEAD.length + Cid.BYTES;
    return this;
  }

  /** Starts an array of {@code items} items, which the caller writes next. */
  public DagCborWriter arrayHead(int items) {
    return head(ARRAY, requireCount(items));
  }

  /** Starts a map of {@code entries} keys and values, which the caller writes next, in order. */
  public DagCborWriter mapHead(int entries) {
    return head(MAP, requireCount(entries));
  }

  private static int requireCount(int count) {
    if (count < 0) {
      throw new IllegalArgumentException("a count is not negative: " + count);
    }
    return count;
  }

  /** Copies bytes that are encoded already. */
  public DagCborWriter raw(byte[] encoded) {
    return raw(encoded, 0, encoded.length);
  }

  private DagCborWriter raw(byte[] source, int offset, int length) {
    reserve(length);
    System.arraycopy(source, offset, buffer, size, length);
    size += length;
    return this;
  }

  private DagCborWriter single(int b) {
    reserve(1);
    buffer[size++] = (byte) b;
    return this;
  }

  private DagCborWriter head(int major, long value) {
    reserve(MAX_HEAD_BYTES);
    if (value < 24) {
      buffer[size++] = (byte) (major | (int) value);
    } else if (value <= 0xff) {
      number(major | 24, value, 1);
    } else if (value <= 0xffff) {
      number(major | 25, value, 2);
    } else if (value <= 0xffff_ffffL) {
      number(major | 26, value, 4);
    } else {
      number(major | 27, value, 8);
    }
    return this;
  }

  private void number(int first, long value, int bytes) {
    buffer[size++] = (byte) first;
    for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) {
      buffer[size++] = (byte) (value >>> shift);
    }
  }

  private void reserve(int bytes) {
    if (buffer.length - size < bytes) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, Math.addExact(size, bytes)));
    }
  }

  /** How many bytes have been written. */
  public int size() {
    return size;
  }

  /** The bytes written so far. */
  public byte[] toByteArray() {
    return Arrays.copyOf(buffer, size);
  }

  /** The CID of the bytes written so far. */
  public Cid cid() {
    return Cid.hash(Cid.Codec.DAG_CBOR, buffer, 0, size);
  }

  /** Forgets what was written and keeps the buffer. */
  public void reset() {
    size = 0;
  }
}
