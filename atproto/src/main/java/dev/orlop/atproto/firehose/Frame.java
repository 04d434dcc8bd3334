package dev.orlop.atproto.firehose;

/** One binary message of a firehose. */
public sealed interface Frame permits Event, InfoFrame, ErrorFrame, UnknownFrame {
  /** The longest frame, in bytes; consumers take no longer message. */
  int MAX_BYTES = 5_000_000;

  /** The bytes of the message. */
  byte[] encode();

  /**
   * Reads a message.
   *
   * @throws FrameFormatException if it is no frame, or exceeds a limit of the protocol
   */
  static Frame decode(byte[] message) {
    return FrameReader.read(message);
  }
}
