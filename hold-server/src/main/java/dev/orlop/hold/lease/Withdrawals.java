package dev.orlop.hold.lease;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cid.Digest;
import java.time.Duration;

/**
 * Who gave which blob up lately. In memory alone: what is forgotten comes back from the trash when
 * its former owner looks for it, and harms nobody.
 */
final class Withdrawals {
  private static final Duration LATELY = Duration.ofHours(24);
  private static final int MOST = 100_000;

  private record Key(Did account, Digest digest) {}

  private final Cache<Key, Boolean> known =
      Caffeine.newBuilder().expireAfterWrite(LATELY).maximumSize(MOST).build();

  void add(Did account, Digest digest) {
    known.put(new Key(account, digest), true);
  }

  boolean has(Did account, Digest digest) {
    return known.getIfPresent(new Key(account, digest)) != null;
  }
}
