package dev.orlop.hold.web.firehose;

import io.helidon.common.buffers.DataReader;

/**
 * Reads what a client sends. All of it is ignored but pings, pongs and a close, and more than a
 * little of it ends the connection.
 */
final class Receiving {
  private static final int MAX_CONTROL_BYTES = 125;
  private static final int MASK_BYTES = 4;

  /** What a client may send in {@link #SPAN_NANOS}; an honest one sends a pong now and then. */
  private static final long MAX_BYTES = 64 << 10;

  private static final long SPAN_NANOS = 10_000_000_000L;

  /** Each frame costs something, however short it is. */
  private static final int FRAME_BYTES = 32;

  private final DataReader in;
  private long spanBegan = System.nanoTime();
  private long bytes;

  Receiving(DataReader in) {
    this.in = in;
  }

  /** What came. */
  sealed interface Came {
    /** A ping, to be answered with the same bytes. */
    record Ping(byte[] payload) implements Came {}

    /** Something else, which shows that the client is there. */
    record Other() implements Came {}

    /** The client ends. */
    record Close() implements Came {}

    /** The client does what it must not. */
    record Wrong(int code, String reason) implements Came {}
  }

  /**
   * Waits for the next frame.
   *
   * @throws RuntimeException if the connection is gone
   */
  Came next() {
    int first = in.read() & 0xff;
    int second = in.read() & 0xff;
    int opcode = first & 0x0f;
    boolean isFinal = (first & 0x80) != 0;
    if ((second & 0x80) == 0 || (first & 0x70) != 0) {
      return wrong("a frame that is not masked, or of an extension");
    }
    long length = length(second & 0x7f);
    return switch (opcode) {
      case Opcode.CONTINUATION, Opcode.TEXT, Opcode.BINARY -> ignore(length);
      case Opcode.PING, Opcode.PONG, Opcode.CLOSE ->
          !isFinal || length > MAX_CONTROL_BYTES
              ? wrong("a control frame that is too long")
              : control(opcode, (int) length);
      default -> wrong("a frame of a kind that is not known");
    };
  }

  private static Came wrong(String reason) {
    return new Came.Wrong(Opcode.PROTOCOL_ERROR, reason);
  }

  private long length(int head) {
    if (head < 126) {
      return head;
    }
    long length = 0;
    for (int i = head == 126 ? 2 : 8; i > 0; i--) {
      length = (length << 8) | (in.read() & 0xff);
    }
    // What does not fit is too much in any case.
    return length < 0 ? Long.MAX_VALUE / 2 : length;
  }

  private boolean isTooMuch(long length) {
    long now = System.nanoTime();
    if (now - spanBegan > SPAN_NANOS) {
      spanBegan = now;
      bytes = 0;
    }
    bytes += Math.min(length, MAX_BYTES) + FRAME_BYTES;
    return bytes > MAX_BYTES;
  }

  private static Came tooMuch() {
    return new Came.Wrong(Opcode.POLICY, "nothing is to be sent here");
  }

  private Came ignore(long length) {
    if (isTooMuch(length)) {
      return tooMuch();
    }
    in.skip(MASK_BYTES + (int) length);
    return new Came.Other();
  }

  private Came control(int opcode, int length) {
    if (isTooMuch(length)) {
      return tooMuch();
    }
    byte[] mask = in.readBytes(MASK_BYTES);
    // Asked for nothing, the reader would wait for what comes next.
    byte[] payload = length == 0 ? new byte[0] : in.readBytes(length);
    for (int i = 0; i < length; i++) {
      payload[i] ^= mask[i % MASK_BYTES];
    }
    return switch (opcode) {
      case Opcode.PING -> new Came.Ping(payload);
      case Opcode.CLOSE -> new Came.Close();
      default -> new Came.Other();
    };
  }
}
