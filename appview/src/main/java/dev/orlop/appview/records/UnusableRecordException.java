package dev.orlop.appview.records;

/** A record without what makes it one of its kind. */
public final class UnusableRecordException extends RuntimeException {
  /** The message names the field; it holds nothing of its value that could not be shown. */
  public UnusableRecordException(String message) {
    super(message, null, false, false);
  }
}
