package dev.orlop.atproto.auth;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** In the memory of a process that is alone. */
final class MemoryUsedTokens implements UsedTokens {
  private final InstantSource clock;
  private final ConcurrentMap<TokenHash, Instant> used = new ConcurrentHashMap<>();

  MemoryUsedTokens(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Use use(TokenHash token, Instant until) {
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
