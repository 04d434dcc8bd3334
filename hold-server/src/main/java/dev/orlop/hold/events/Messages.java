package dev.orlop.hold.events;

/** The heads of WebSocket messages, as a server sends them: binary, whole, unmasked (RFC 6455). */
final class Messages {
  private static final int BINARY_AND_LAST = 0x82;

  /** The longest head, in bytes. */
  static final int MAX_HEAD_BYTES = 10;

  private Messages() {}

  /** How many bytes the head of a message of this length takes. */
  static int headBytes(int length) {
    return length < 126 ? 2 : length < 1 << 16 ? 4 : MAX_HEAD_BYTES;
  }

  /** Writes the head, and says where it ends. */
  static int writeHead(int length, byte[] target, int at) {
    int end = at + headBytes(length);
    target[at] = (byte) BINARY_AND_LAST;
    if (length < 126) {
      target[at + 1] = (byte) length;
      return end;
    }
    boolean isShort = length < 1 << 16;
    target[at + 1] = (byte) (isShort ? 126 : 127);
    long rest = length;
    for (int i = end - 1; i > at + 1; i--) {
      target[i] = (byte) rest;
      rest >>>= 8;
    }
    return end;
  }
}
