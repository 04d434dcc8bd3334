package dev.orlop.atproto.firehose;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Reads the messages of a WebSocket as its client, and answers pings (RFC 6455, section 5). For one
 * thread.
 */
final class MessageReader {
  private static final int FINAL = 0x80;
  private static final int MASKED = 0x80;
  private static final int RESERVED = 0x70;
  private static final int CONTINUATION = 0;
  private static final int TEXT = 1;
  private static final int BINARY = 2;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;
  private static final int MAX_CONTROL_BYTES = 125;
  private static final int MASK_BYTES = 4;

  private final InputStream in;
  private final OutputStream out;

  /** The beginning of a message that comes in pieces. */
  private final ByteArrayOutputStream begun = new ByteArrayOutputStream();

  private boolean inPieces;

  MessageReader(InputStream in, OutputStream out) {
    this.in = in;
    this.out = out;
  }

  /**
   * The head of a frame.
   *
   * @param last whether a message ends with it
   */
  private record Head(int opcode, boolean last, int length) {}

  /**
   * Reads one frame: there may be others between those of messages.
   *
   * @param first its first byte, which has been read
   * @return the message that ended with it
   * @throws EndedException if the server has ended the stream
   * @throws FirehoseException if it sent what no server sends
   */
  Optional<byte[]> frame(int first) throws IOException, EndedException {
    Head head = head(first);
    if (head.opcode() >= CLOSE) {
      control(head);
      return Optional.empty();
    }
    boolean continues = head.opcode() == CONTINUATION;
    if (head.opcode() != BINARY && !continues) {
      throw wrong(head.opcode() == TEXT ? "text" : "a frame of kind " + head.opcode());
    }
    if (continues != inPieces) {
      throw wrong("a piece of no message");
    }
    byte[] bytes = read(head.length());
    inPieces = !head.last();
    if (head.last() && !continues) {
      return Optional.of(bytes);
    }
    begun.writeBytes(bytes);
    if (!head.last()) {
      return Optional.empty();
    }
    byte[] message = begun.toByteArray();
    begun.reset();
    return Optional.of(message);
  }

  private Head head(int first) throws IOException {
    int second = octet();
    if ((first & RESERVED) != 0 || (second & MASKED) != 0) {
      throw wrong("a frame as no server sends it");
    }
    long length = second & 0x7f;
    if (length > MAX_CONTROL_BYTES) {
      int octets = length == 126 ? Short.BYTES : Long.BYTES;
      length = 0;
      for (int i = 0; i < octets; i++) {
        length = length << 8 | octet();
      }
    }
    int opcode = first & 0xf;
    boolean last = (first & FINAL) != 0;
    if (opcode >= CLOSE && (!last || length > MAX_CONTROL_BYTES)) {
      throw wrong("a control frame that is too long");
    }
    if (length < 0 || length > Frame.MAX_BYTES - begun.size()) {
      throw wrong("a message of more than " + Frame.MAX_BYTES + " bytes");
    }
    return new Head(opcode, last, (int) length);
  }

  private void control(Head head) throws IOException, EndedException {
    byte[] payload = read(head.length());
    switch (head.opcode()) {
      case PING -> send(PONG, payload);
      case PONG -> {
        // Nobody asked, and nobody need answer.
      }
      case CLOSE -> {
        bow(payload);
        throw new EndedException();
      }
      default -> throw wrong("a frame of kind " + head.opcode());
    }
  }

  /** Who ends a stream need not wait for an answer. */
  private void bow(byte[] payload) {
    try {
      send(CLOSE, payload);
    } catch (IOException _) {
      // The server has left already.
    }
  }

  private void send(int opcode, byte[] payload) throws IOException {
    byte[] frame = new byte[2 + MASK_BYTES + payload.length];
    frame[0] = (byte) (FINAL | opcode);
    frame[1] = (byte) (MASKED | payload.length);
    int mask = ThreadLocalRandom.current().nextInt();
    for (int i = 0; i < MASK_BYTES; i++) {
      frame[2 + i] = (byte) (mask >>> (8 * i));
    }
    for (int i = 0; i < payload.length; i++) {
      frame[2 + MASK_BYTES + i] = (byte) (payload[i] ^ frame[2 + i % MASK_BYTES]);
    }
    out.write(frame);
    out.flush();
  }

  private int octet() throws IOException {
    int next = in.read();
    if (next < 0) {
      throw new EOFException("the stream was cut off");
    }
    return next;
  }

  private byte[] read(int length) throws IOException {
    // Takes no more memory than comes.
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("the stream was cut off");
    }
    return bytes;
  }

  private static FirehoseException wrong(String what) {
    return new FirehoseException(what + " in a stream of events");
  }

  /** The server says that nothing more comes. */
  static final class EndedException extends Exception {
    EndedException() {
      super(null, null, false, false);
    }
  }
}
