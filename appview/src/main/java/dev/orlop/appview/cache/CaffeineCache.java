package dev.orlop.appview.cache;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** A cache in this process, of bounded size. */
public final class CaffeineCache implements Cache {
  /** What an entry costs beside its bytes and its key, about. */
  private static final int BYTES_PER_ENTRY = 200;

  /** Longer than any program runs, and short enough to be added to a time in nanoseconds. */
  private static final Duration LONGEST = Duration.ofDays(3650);

  private final com.github.benmanes.caffeine.cache.Cache<String, Kept> entries;

  private record Kept(Bytes value, Duration life) {}

  /** Carries an array; never compared. */
  private static final class Bytes {
    final byte[] array;

    Bytes(byte[] array) {
      this.array = array;
    }
  }

  /**
   * An empty one.
   *
   * @param maxBytes about; what is used least goes first
   */
  public CaffeineCache(long maxBytes, InstantSource clock) {
    Instant start = clock.instant();
    entries =
        Caffeine.newBuilder()
            .maximumWeight(maxBytes)
            .weigher(CaffeineCache::weight)
            .expireAfter(Expiry.writing((String _, Kept kept) -> kept.life))
            .ticker(() -> Duration.between(start, clock.instant()).toNanos())
            // A full cache is tidied by whoever puts something into it, not some time later.
            .executor(Runnable::run)
            .build();
  }

  private static int weight(String key, Kept kept) {
    long bytes = BYTES_PER_ENTRY + 2L * key.length() + kept.value.array.length;
    return (int) Math.min(bytes, Integer.MAX_VALUE);
  }

  @Override
  public Optional<byte[]> get(String key) {
    return Optional.ofNullable(entries.getIfPresent(key)).map(kept -> kept.value.array);
  }

  @Override
  public void put(String key, byte[] value, Duration life) {
    if (!life.isPositive()) {
      entries.invalidate(key);
      return;
    }
    Duration bounded = life.compareTo(LONGEST) < 0 ? life : LONGEST;
    entries.put(key, new Kept(new Bytes(value), bounded));
  }

  @Override
  public void remove(String key) {
    entries.invalidate(key);
  }
}
