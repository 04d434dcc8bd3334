package dev.orlop.hold.web.firehose;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orlop.hold.events.Slice;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** What goes to one subscriber, whole frame after whole frame, whoever sends it. */
final class Sending {
  /** Up to here, copying the parts together is cheaper than a write for each. */
  private static final int MAX_COPIED_BYTES = 1 << 19;

  private static final int FINAL = 0x80;
  private static final int MAX_CONTROL_BYTES = 125;

  private final DataWriter out;
  private final ReentrantLock lock = new ReentrantLock();
  private boolean closed;

  /** When the write began that is going on; zero if there is none. */
  private volatile long writingSince;

  Sending(DataWriter out) {
    this.out = out;
  }

  /** Sends messages that have their heads already. */
  void messages(List<Slice> parts) {
    long total = parts.stream().mapToLong(Slice::length).sum();
    if (parts.size() > 1 && total <= MAX_COPIED_BYTES) {
      byte[] joined = new byte[(int) total];
      int at = 0;
      for (Slice part : parts) {
        System.arraycopy(part.array(), part.from(), joined, at, part.length());
        at += part.length();
      }
      write(List.of(new Slice(joined, 0, joined.length)), false);
    } else {
      write(parts, false);
    }
  }

  /** Sends one message. */
  void message(byte[] message) {
    boolean isShort = message.length <= MAX_CONTROL_BYTES;
    ByteBuffer bytes = ByteBuffer.allocate(message.length + 4);
    bytes.put((byte) (FINAL | Opcode.BINARY));
    if (isShort) {
      bytes.put((byte) message.length);
    } else {
      bytes.put((byte) 126).putShort((short) message.length);
    }
    bytes.put(message);
    write(List.of(new Slice(bytes.array(), 0, bytes.position())), false);
  }

  void ping() {
    control(Opcode.PING, new byte[0]);
  }

  void pong(byte[] payload) {
    control(Opcode.PONG, payload);
  }

  /** Sends the end; nothing is sent behind it. */
  void close(int code, String reason) {
    byte[] text = reason.getBytes(UTF_8);
    int length = Math.min(text.length, MAX_CONTROL_BYTES - Short.BYTES);
    byte[] payload =
        ByteBuffer.allocate(Short.BYTES + length)
            .putShort((short) code)
            .put(text, 0, length)
            .array();
    control(Opcode.CLOSE, payload);
  }

  private void control(int opcode, byte[] payload) {
    byte[] bytes =
        ByteBuffer.allocate(2 + payload.length)
            .put((byte) (FINAL | opcode))
            .put((byte) payload.length)
            .put(payload)
            .array();
    write(List.of(new Slice(bytes, 0, bytes.length)), opcode == Opcode.CLOSE);
  }

  private void write(List<Slice> parts, boolean last) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = last;
      writingSince = System.nanoTime() | 1;
      for (Slice part : parts) {
        out.writeNow(BufferData.createReadOnly(part.array(), part.from(), part.length()));
      }
    } finally {
      writingSince = 0;
      lock.unlock();
    }
  }

  /** How long the write has been going on that is going on; zero if there is none. */
  long blockedNanos() {
    long since = writingSince;
    return since == 0 ? 0 : System.nanoTime() - since;
  }
}
