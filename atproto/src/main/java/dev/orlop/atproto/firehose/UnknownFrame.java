package dev.orlop.atproto.firehose;

/**
 * A message of a type that is not known here; consumers pass over it.
 *
 * @param type as its header has it
 * @param message its bytes
 */
public record UnknownFrame(String type, byte[] message) implements Frame {
  @Override
  public byte[] encode() {
    return message.clone();
  }
}
