package dev.orlop.hold.store.sql;

/** The connection was lost while a transaction ended: whether it did is to be found out. */
final class OutcomeUnknownException extends Exception {
  private static final long serialVersionUID = 1;

  OutcomeUnknownException(Throwable cause) {
    super(cause);
  }
}
