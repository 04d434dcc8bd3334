package dev.orlop.atproto.data;

/** Bytes that are no JSON, or JSON that is not of the data model. */
public final class InvalidJsonException extends IllegalArgumentException {
  /** The message names what was wrong. */
  public InvalidJsonException(String message) {
    super(message);
  }
}
