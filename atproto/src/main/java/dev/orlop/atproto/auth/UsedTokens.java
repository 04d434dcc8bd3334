package dev.orlop.atproto.auth;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Which tokens have been used, each until it expires. When it is full nothing is forgotten early:
 * the next token is refused, since an attacker must not be able to push an old one out.
 */
final class UsedTokens {
  private static final int MAX_TOKENS = 100_000;

  private final InstantSource clock;
  private final ConcurrentMap<TokenHash, Instant> used = new ConcurrentHashMap<>();

  /** What came of using a token. */
  enum Use {
    FIRST,
    AGAIN,
    NO_ROOM
  }

  UsedTokens(InstantSource clock) {
    this.clock = clock;
  }

  /** Marks a token as used; of many threads with the same one, one is first. */
  Use use(TokenHash token, Instant until) {
    if (used.size() >= MAX_TOKENS) {
      Instant now = clock.instant();
      used.values().removeIf(expiry -> !expiry.isAfter(now));
      if (used.size() >= MAX_TOKENS) {
        return Use.NO_ROOM;
      }
    }
    return used.putIfAbsent(token, until) == null ? Use.FIRST : Use.AGAIN;
  }
}
