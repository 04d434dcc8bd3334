package dev.orlop.hold.store;

/** The disk or the index refused: it is full, read-only, or broken. The write did not happen. */
public final class StoreFailedException extends RuntimeException {
  /** The message says what was tried. */
  public StoreFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
