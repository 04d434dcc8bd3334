package dev.orlop.mst;

/** A block that is no signed commit of version 3. */
public final class CommitFormatException extends RuntimeException {
  /** The message says what is wrong with it. */
  public CommitFormatException(String message) {
    super(message);
  }
}
