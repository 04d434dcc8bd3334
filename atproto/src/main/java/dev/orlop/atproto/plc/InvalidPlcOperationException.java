package dev.orlop.atproto.plc;

/** An operation is not one that a directory takes. */
public final class InvalidPlcOperationException extends RuntimeException {
  InvalidPlcOperationException(String message) {
    super(message, null, false, false);
  }
}
