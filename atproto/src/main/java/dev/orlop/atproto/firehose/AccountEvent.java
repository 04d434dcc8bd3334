package dev.orlop.atproto.firehose;

import dev.orlop.atproto.syntax.Datetime;
import dev.orlop.atproto.syntax.Did;
import java.util.Optional;

/**
 * Whether the server serves an account's repo.
 *
 * @param active whether it does
 * @param status why not, such as {@code deactivated} or {@code deleted}; the list of them is open
 */
public record AccountEvent(
    long seq, Did did, boolean active, Optional<String> status, Datetime time) implements Event {
  /** The longest status, in bytes. */
  static final int MAX_STATUS_BYTES = 128;

  @Override
  public byte[] encode() {
    return FrameWriter.write(this);
  }
}
