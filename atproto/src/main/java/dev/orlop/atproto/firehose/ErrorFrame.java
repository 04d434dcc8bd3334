package dev.orlop.atproto.firehose;

import java.util.Optional;

/**
 * Why a server ends a stream; the last frame of it.
 *
 * @param error the name of the error; the list of them is open
 * @param message for people
 */
public record ErrorFrame(String error, Optional<String> message) implements Frame {
  /** The cursor is above every event of the server. */
  public static final String FUTURE_CURSOR = "FutureCursor";

  /** The consumer takes events more slowly than they come. */
  public static final String CONSUMER_TOO_SLOW = "ConsumerTooSlow";

  @Override
  public byte[] encode() {
    return FrameWriter.write(this);
  }
}
