package dev.orlop.hold.web.firehose;

/** What a WebSocket frame is, and why a WebSocket ends (RFC 6455, sections 5.2 and 7.4). */
final class Opcode {
  static final int CONTINUATION = 0;
  static final int TEXT = 1;
  static final int BINARY = 2;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;

  static final int NORMAL = 1000;
  static final int GOING_AWAY = 1001;
  static final int PROTOCOL_ERROR = 1002;
  static final int POLICY = 1008;
  static final int UNEXPECTED = 1011;

  private Opcode() {}
}
