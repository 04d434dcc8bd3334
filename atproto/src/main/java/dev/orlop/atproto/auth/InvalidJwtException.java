package dev.orlop.atproto.auth;

/** A text is not a JWT. The message quotes nothing of it: it may be a secret. */
public final class InvalidJwtException extends RuntimeException {
  InvalidJwtException(String message) {
    super(message, null, false, false);
  }
}
