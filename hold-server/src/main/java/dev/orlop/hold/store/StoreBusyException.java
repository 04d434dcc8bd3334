package dev.orlop.hold.store;

/** Too much at once; it is worth trying again. Nothing was changed. */
public final class StoreBusyException extends RuntimeException {
  /** The message says what there is too much of. */
  public StoreBusyException(String message) {
    super(message);
  }
}
