package dev.orlop.atproto.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Buckets in this process, of a bounded number of callers. */
public final class MemoryCounter implements RateCounter {
  private static final int MAX_BUCKETS = 100_000;

  private record Key(String who, RateLimit limit) {}

  private final InstantSource clock;

  /** When each bucket is full again, in microseconds of the epoch. */
  private final Cache<Key, Long> fullAt;

  /** With every bucket full. */
  public MemoryCounter(InstantSource clock) {
    this(clock, MAX_BUCKETS);
  }

  MemoryCounter(InstantSource clock, int maxBuckets) {
    Instant start = clock.instant();
    this.clock = clock;
    this.fullAt =
        Caffeine.newBuilder()
            .maximumSize(maxBuckets)
            .expireAfter(Expiry.writing((Key key, Long _) -> key.limit().window()))
            .ticker(() -> Duration.between(start, clock.instant()).toNanos())
            .executor(Runnable::run)
            .build();
  }

  @Override
  public Standing count(String who, RateLimit limit) {
    long now = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
    AtomicReference<Standing> standing = new AtomicReference<>(full(limit));
    fullAt
        .asMap()
        .compute(
            new Key(who, limit),
            (_, known) -> {
              long window = limit.intervalMicros() * limit.calls();
              // Not longer than a window, whatever the clock did.
              long before = known == null ? now : Math.clamp(known, now, now + window);
              long after = before + limit.intervalMicros();
              long wait = after - now - window;
              boolean allowed = wait <= 0;
              long full = allowed ? after : before;
              standing.set(new Standing(limit, allowed, micros(full - now), micros(wait)));
              return full;
            });
    return standing.get();
  }

  private static Standing full(RateLimit limit) {
    return new Standing(limit, true, Duration.ZERO, Duration.ZERO);
  }

  private static Duration micros(long micros) {
    return Duration.of(Math.max(0, micros), ChronoUnit.MICROS);
  }

  /** How many buckets are kept. */
  long size() {
    fullAt.cleanUp();
    return fullAt.estimatedSize();
  }
}
