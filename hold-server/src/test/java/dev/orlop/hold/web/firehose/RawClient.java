package dev.orlop.hold.web.firehose;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A client that does as it is told, not as it should. */
final class RawClient implements AutoCloseable {
  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;

  /** A frame of the server. */
  record Received(int opcode, byte[] payload) {}

  private RawClient(int port, int receiveBuffer) throws IOException {
    socket = new Socket();
    socket.setReceiveBufferSize(receiveBuffer);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    out = socket.getOutputStream();
  }

  static RawClient connect(int port, String cursor) throws IOException {
    RawClient client = new RawClient(port, 4096);
    String status = client.request(cursor);
    if (!status.contains(" 101 ")) {
      throw new IOException(status);
    }
    return client;
  }

  private String request(String cursor) throws IOException {
    out.write(
        ("GET /xrpc/com.atproto.sync.subscribeRepos"
                + cursor
                + " HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
            .getBytes(US_ASCII));
    String status = line();
    while (!line().isEmpty()) {
      // The other headers.
    }
    return status;
  }

  @SuppressWarnings("deprecation")
  private String line() throws IOException {
    String line = in.readLine();
    if (line == null) {
      throw new EOFException();
    }
    return line;
  }

  Received read() throws IOException {
    int opcode = in.readUnsignedByte() & 0x0f;
    int length = in.readUnsignedByte();
    long full = length < 126 ? length : length == 126 ? in.readUnsignedShort() : in.readLong();
    byte[] payload = new byte[(int) full];
    in.readFully(payload);
    return new Received(opcode, payload);
  }

  /** The next frame of a kind; others are passed over. */
  Received await(int opcode) throws IOException {
    Received received = read();
    while (received.opcode() != opcode) {
      received = read();
    }
    return received;
  }

  /** Sends a whole frame, masked by zeros. */
  void send(int opcode, byte[] payload) throws IOException {
    byte[] frame = new byte[8 + payload.length];
    frame[0] = (byte) (0x80 | opcode);
    int head = 2;
    if (payload.length < 126) {
      frame[1] = (byte) (0x80 | payload.length);
    } else {
      frame[1] = (byte) (0x80 | 126);
      frame[2] = (byte) (payload.length >> 8);
      frame[3] = (byte) payload.length;
      head = 4;
    }
    System.arraycopy(payload, 0, frame, head + 4, payload.length);
    out.write(frame, 0, head + 4 + payload.length);
  }

  void sendRaw(byte[] bytes) throws IOException {
    out.write(bytes);
  }

  /** Returns once the server has closed the connection. */
  void awaitEnd() {
    try {
      while (true) {
        Received unused = read();
      }
    } catch (IOException e) {
      // That is it.
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
