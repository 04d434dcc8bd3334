package dev.orlop.hold.pds.accounts;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.orlop.atproto.syntax.Did;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Counts wrong passwords of accounts. After some of them the account's own password is not taken
 * for a while, whatever it is; app passwords are, since nobody guesses those.
 */
final class Lockout {
  /** How many wrong passwords lock an account. */
  static final int MAX_FAILURES = 5;

  /** How long it stays locked, and how long a wrong password is remembered. */
  static final Duration LIFE = Duration.ofMinutes(15);

  private static final int MAX_ACCOUNTS = 100_000;

  private record Failures(int count, Instant last) {}

  private final InstantSource clock;
  private final Cache<Did, Failures> failures =
      Caffeine.newBuilder().maximumSize(MAX_ACCOUNTS).build();

  Lockout(InstantSource clock) {
    this.clock = clock;
  }

  boolean isLocked(Did did) {
    Failures known = failures.getIfPresent(did);
    return known != null && known.count() >= MAX_FAILURES && !isOver(known);
  }

  private boolean isOver(Failures known) {
    return !clock.instant().isBefore(known.last().plus(LIFE));
  }

  /**
   * Tries while it is locked do not make that longer, or anybody could lock an account for ever.
   */
  void failed(Did did) {
    failures
        .asMap()
        .compute(
            did,
            (_, known) -> {
              if (known == null || isOver(known)) {
                return new Failures(1, clock.instant());
              }
              return known.count() >= MAX_FAILURES
                  ? known
                  : new Failures(known.count() + 1, clock.instant());
            });
  }

  void succeeded(Did did) {
    failures.invalidate(did);
  }
}
