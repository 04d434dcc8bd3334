package dev.orlop.car.cid;

/** Bytes or text that are no CID of the blessed form. */
public final class InvalidCidException extends IllegalArgumentException {
  /** The message names what was wrong; it quotes at most a short piece of the input. */
  public InvalidCidException(String message) {
    super(message);
  }
}
