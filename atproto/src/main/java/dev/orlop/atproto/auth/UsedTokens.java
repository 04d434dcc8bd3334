package dev.orlop.atproto.auth;

import java.time.Instant;
import java.time.InstantSource;

/**
 * Which tokens have been used, each until it expires. When it is full nothing is forgotten early:
 * the next token is refused, since an attacker must not be able to push an old one out. Safe for
 * use by several threads.
 */
public interface UsedTokens {
  /** How many are remembered, at least as long as nobody else remembers more with us. */
  int MAX_TOKENS = 100_000;

  /** What came of using a token. */
  enum Use {
    /** Nobody used it before. */
    FIRST,
    /** Somebody did. */
    AGAIN,
    /** It cannot be remembered, so it must not be used. */
    NO_ROOM
  }

  /** Marks a token as used; of many with the same one, one is first. */
  Use use(TokenHash token, Instant until);

  /** In the memory of a process that is alone. */
  static UsedTokens inMemory(InstantSource clock) {
    return new MemoryUsedTokens(clock);
  }
}
