package dev.orlop.car;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Bytes of a stream through a buffer that can be looked into, so that a block is hashed where it
 * lies. Counts the bytes that are taken and refuses more than a limit.
 */
final class CarInput extends InputStream {
  /** The longest run of bytes that {@link #hold} can hold. */
  static final int CAPACITY = 1 << 16;

  private final InputStream in;
  private final long limit;
  private final byte[] buffer = new byte[CAPACITY];
  private int at;
  private int end;
  private long taken;

  CarInput(InputStream in, long limit) {
    this.in = in;
    this.limit = limit;
  }

  /** How many bytes have been taken. */
  long taken() {
    return taken;
  }

  /** Brings the next {@code length} bytes into the buffer; false if the stream ends before. */
  boolean hold(int length) throws IOException {
    if (buffer.length - at < length) {
      System.arraycopy(buffer, at, buffer, 0, end - at);
      end -= at;
      at = 0;
    }
    while (end - at < length) {
      int n = in.read(buffer, end, buffer.length - end);
      if (n < 0) {
        return false;
      }
      end += n;
    }
    return true;
  }

  /** Where the bytes that are held lie, until the next call of any method but this. */
  byte[] buffer() {
    return buffer;
  }

  /** Takes bytes that are held, and returns where in the buffer they begin. */
  int take(int length) {
    count(length);
    int from = at;
    at += length;
    return from;
  }

  @Override
  public int read() throws IOException {
    return hold(1) ? buffer[take(1)] & 0xff : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!hold(1)) {
      return -1;
    }
    int n = Math.min(length, end - at);
    System.arraycopy(buffer, take(n), target, offset, n);
    return n;
  }

  /** Reads so many bytes, growing as they come: a length that lies costs its sender the bytes. */
  byte[] readFully(int length) throws IOException {
    byte[] bytes;
    if (length > CAPACITY) {
      bytes = readNBytes(length);
    } else if (hold(length)) {
      int from = take(length);
      bytes = Arrays.copyOfRange(buffer, from, from + length);
    } else {
      bytes = new byte[0];
    }
    if (bytes.length < length) {
      throw new CarFormatException("cut off inside a block");
    }
    return bytes;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private void count(int bytes) {
    taken += bytes;
    if (taken > limit) {
      throw new CarFormatException("more than " + limit + " bytes");
    }
  }
}
