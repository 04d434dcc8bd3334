package dev.orlop.car.cid;

/** Bytes that are no unsigned varint. */
public final class InvalidVarintException extends IllegalArgumentException {
  /** The message names what was wrong. */
  public InvalidVarintException(String message) {
    super(message);
  }
}
