package dev.orlop.atproto.redis;

/** The server cannot be asked. The message says why, and holds no secret. */
public final class RedisException extends Exception {
  RedisException(String message) {
    super(message);
  }
}
