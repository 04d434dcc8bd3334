package dev.orlop.hold.store;

/** A database is of another version than this program; the message says what to do. */
public final class SchemaException extends RuntimeException {
  /** The message names the version. */
  public SchemaException(String message) {
    super(message);
  }
}
