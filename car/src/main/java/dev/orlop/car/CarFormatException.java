package dev.orlop.car;

/** Bytes that are no CARv1 of the blessed form, that do not match their CIDs, or exceed a limit. */
public final class CarFormatException extends RuntimeException {
  /** The message names what was wrong. */
  public CarFormatException(String message) {
    super(message);
  }
}
