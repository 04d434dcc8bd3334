package dev.orlop.hold.pds.records;

/** A record that is not what its collection says. */
public final class MalformedRecordException extends RuntimeException {
  /** The message names the field. */
  public MalformedRecordException(String message) {
    super(message);
  }
}
