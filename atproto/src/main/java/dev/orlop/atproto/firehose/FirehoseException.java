package dev.orlop.atproto.firehose;

/** A stream that could not be begun, or that broke off. Whoever connects again misses nothing. */
public final class FirehoseException extends RuntimeException {
  /** The message says what happened. */
  public FirehoseException(String message) {
    super(message);
  }

  /** The same with a cause. */
  public FirehoseException(String message, Throwable cause) {
    super(message, cause);
  }
}
