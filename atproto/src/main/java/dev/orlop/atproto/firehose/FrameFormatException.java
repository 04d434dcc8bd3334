package dev.orlop.atproto.firehose;

/** A message that is no frame of a firehose. */
public final class FrameFormatException extends RuntimeException {
  /** The message says why not. */
  public FrameFormatException(String message) {
    super(message);
  }
}
