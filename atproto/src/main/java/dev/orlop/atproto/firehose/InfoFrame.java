package dev.orlop.atproto.firehose;

import java.util.Optional;

/**
 * Something that a consumer should know, and no reason to end.
 *
 * @param name what it is; the list of them is open
 * @param message for people
 */
public record InfoFrame(String name, Optional<String> message) implements Frame {
  /** The cursor is older than what the server keeps: events are missing before the next one. */
  public static final String OUTDATED_CURSOR = "OutdatedCursor";

  @Override
  public byte[] encode() {
    return FrameWriter.write(this);
  }
}
