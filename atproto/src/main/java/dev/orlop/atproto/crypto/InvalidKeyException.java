package dev.orlop.atproto.crypto;

/** Text or bytes that are no key. The message never quotes a secret. */
public final class InvalidKeyException extends IllegalArgumentException {
  /** The message names what was wrong. */
  public InvalidKeyException(String message) {
    super(message);
  }
}
