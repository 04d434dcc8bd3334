package dev.orlop.car.cid;

/** Text that is no OCI digest of an algorithm we know. */
public final class InvalidDigestException extends IllegalArgumentException {
  /** The message names what was wrong; it quotes at most a short piece of the input. */
  public InvalidDigestException(String message) {
    super(message);
  }
}
