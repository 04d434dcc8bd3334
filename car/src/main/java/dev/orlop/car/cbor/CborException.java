package dev.orlop.car.cbor;

/** Bytes that are no canonical DAG-CBOR of the data model, or that exceed a limit. */
public final class CborException extends IllegalArgumentException {
  private final int offset;

  /**
   * Says what was wrong, and where.
   *
   * @param offset of the byte, from the start of the input, at which the fault was seen
   */
  public CborException(String message, int offset) {
    super(message + " at byte " + offset);
    this.offset = offset;
  }

  /** The offset of the fault in the input. */
  public int offset() {
    return offset;
  }
}
