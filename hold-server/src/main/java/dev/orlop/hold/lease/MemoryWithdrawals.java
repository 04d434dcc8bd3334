package dev.orlop.hold.lease;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cid.Digest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** In the memory of a process that is alone. */
final class MemoryWithdrawals implements Withdrawals {
  private static final int MOST = 100_000;

  private record Key(Did account, Digest digest) {}

  private final Cache<Key, Boolean> known;

  MemoryWithdrawals(InstantSource clock) {
    known =
        Caffeine.newBuilder()
            .ticker(() -> Duration.between(Instant.EPOCH, clock.instant()).toNanos())
            .expireAfterWrite(LATELY)
            .maximumSize(MOST)
            .build();
  }

  @Override
  public void add(Did account, Digest digest) {
    known.put(new Key(account.canonical(), digest), true);
  }

  @Override
  public boolean has(Did account, Digest digest) {
    return known.getIfPresent(new Key(account.canonical(), digest)) != null;
  }
}
