package dev.orlop.atproto.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/**
 * Remembers lookups, serves stale values when the network fails, and lets one thread ask for a key
 * while the others wait for its answer.
 */
final class FlightCache<K, V> {
  private static final int MAX_ENTRIES = 20_000;

  /**
   * Forced refreshes of one key closer together than this are one. Anybody can make a token that
   * does not verify, and each asks for a refresh.
   */
  static final Duration MIN_REFRESH = Duration.ofSeconds(5);

  private final CacheTimes times;
  private final InstantSource clock;
  private final Function<K, Resolution<V>> loader;
  private final Cache<K, Entry<V>> entries = Caffeine.newBuilder().maximumSize(MAX_ENTRIES).build();
  private final ConcurrentMap<K, CompletableFuture<Resolution<V>>> flights =
      new ConcurrentHashMap<>();

  /**
   * What is known of a key.
   *
   * @param last the last answer worth keeping: a value, or that there is none, or a failure when
   *     nothing else is known
   * @param at when that came
   * @param askedAt when somebody was last asked, whatever came of it
   */
  private record Entry<V>(Resolution<V> last, Instant at, Instant askedAt) {}

  FlightCache(CacheTimes times, InstantSource clock, Function<K, Resolution<V>> loader) {
    this.times = times;
    this.clock = clock;
    this.loader = loader;
  }

  /** What is known or can be found out about {@code key}. */
  Resolution<V> get(K key) {
    Entry<V> entry = entries.getIfPresent(key);
    return entry != null && isGood(entry, clock.instant()) ? entry.last() : load(key, false);
  }

  /** Asks again, unless that was done a moment ago. */
  Resolution<V> refresh(K key) {
    Entry<V> entry = entries.getIfPresent(key);
    if (entry != null && entry.askedAt().plus(MIN_REFRESH).isAfter(clock.instant())) {
      return entry.last();
    }
    return load(key, true);
  }

  /** Asks again, whenever that was done before: for callers who know that there is news. */
  Resolution<V> ask(K key) {
    return load(key, true);
  }

  private boolean isGood(Entry<V> entry, Instant now) {
    Duration life =
        switch (entry.last()) {
          case Resolution.Found<V> _ -> times.fresh();
          case Resolution.NotFound<V> _ -> times.negative();
          case Resolution.Failed<V> _ -> times.failed();
        };
    if (isWithin(now, entry.at(), life)) {
      return true;
    }
    // Stale, but asking failed a moment ago: do not make every caller wait for the network.
    return entry.last() instanceof Resolution.Found
        && isWithin(now, entry.askedAt(), times.failed())
        && isWithin(now, entry.at(), times.max());
  }

  private static boolean isWithin(Instant now, Instant since, Duration life) {
    return now.isBefore(since.plus(life));
  }

  /**
   * @param again whether an answer that came since the caller looked will not do
   */
  private Resolution<V> load(K key, boolean again) {
    CompletableFuture<Resolution<V>> mine = new CompletableFuture<>();
    CompletableFuture<Resolution<V>> other = flights.putIfAbsent(key, mine);
    if (other != null) {
      return other.join();
    }
    Resolution<V> outcome = new Resolution.Failed<>("the lookup broke");
    try {
      Entry<V> entry = again ? null : entries.getIfPresent(key);
      outcome =
          entry != null && isGood(entry, clock.instant())
              ? entry.last()
              : keep(key, loader.apply(key));
    } finally {
      // In this order: who comes after the flight must find what it brought.
      flights.remove(key);
      mine.complete(outcome);
    }
    return outcome;
  }

  private Resolution<V> keep(K key, Resolution<V> fetched) {
    Instant now = clock.instant();
    Entry<V> before = entries.getIfPresent(key);
    if (fetched instanceof Resolution.Failed
        && before != null
        && before.last() instanceof Resolution.Found
        && isWithin(now, before.at(), times.max())) {
      entries.put(key, new Entry<>(before.last(), before.at(), now));
      return before.last();
    }
    entries.put(key, new Entry<>(fetched, now, now));
    return fetched;
  }
}
