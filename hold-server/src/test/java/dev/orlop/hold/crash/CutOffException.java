package dev.orlop.hold.crash;

/** No answer came: the request may have been done, or not. */
final class CutOffException extends Exception {
  private static final long serialVersionUID = 1;

  CutOffException(Throwable cause) {
    super(cause);
  }

  CutOffException(String message) {
    super(message);
  }
}
