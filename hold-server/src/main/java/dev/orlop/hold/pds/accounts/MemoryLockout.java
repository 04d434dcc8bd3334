package dev.orlop.hold.pds.accounts;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.orlop.atproto.syntax.Did;
import java.time.Instant;
import java.time.InstantSource;

/** Wrong passwords that one process counts. */
final class MemoryLockout implements Lockout {
  private static final int MAX_ACCOUNTS = 100_000;

  private record Failures(int count, Instant last) {}

  private final InstantSource clock;
  private final Cache<Did, Failures> failures =
      Caffeine.newBuilder().maximumSize(MAX_ACCOUNTS).build();

  MemoryLockout(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public boolean isLocked(Did did) {
    Failures known = failures.getIfPresent(did);
    return known != null && known.count() >= MAX_FAILURES && !isOver(known);
  }

  private boolean isOver(Failures known) {
    return !clock.instant().isBefore(known.last().plus(LIFE));
  }

  @Override
  public void failed(Did did) {
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

  @Override
  public void succeeded(Did did) {
    failures.invalidate(did);
  }
}
