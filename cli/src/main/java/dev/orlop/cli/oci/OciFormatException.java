package dev.orlop.cli.oci;

/** An image or a layout is not what the specification says, or exceeds a limit. */
public final class OciFormatException extends RuntimeException {
  /** Says what is wrong, in one line. */
  public OciFormatException(String message) {
    super(message);
  }

  /** What is wrong. */
  public String text() {
    return String.valueOf(getMessage());
  }
}
