package dev.orlop.car;

/** Bytes that are no CARv1 of the blessed form, that do not match their CIDs, or exceed a limit. */
public sealed class CarFormatException extends RuntimeException permits CidMismatchException {
  /** The message names what was wrong. */
  public CarFormatException(String message) {
    super(message);
  }
}
