package dev.orlop.hold.store;

/**
 * The disk or the index refused: it is full, read-only, or broken. A write that fails so did not
 * happen, unless the message says that it is on disk: then it becomes visible as soon as the index
 * takes it, at the latest after a restart.
 */
public final class StoreFailedException extends RuntimeException {
  /** The message says what was tried. */
  public StoreFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
