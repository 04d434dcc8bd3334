package dev.orlop.atproto.identity;

/** A DID document is malformed or about another DID than the one asked for. */
public final class InvalidDidDocumentException extends RuntimeException {
  /** The message says what was wrong. */
  public InvalidDidDocumentException(String message) {
    super(message);
  }
}
