package dev.orlop.appview.cache;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.testkit.ClockAt;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CaffeineCacheTest extends CacheContract {
  private static final int MAX_BYTES = 1 << 20;

  private final ClockAt clock = new ClockAt("2026-11-21T12:00:00Z");
  private final CaffeineCache cache = new CaffeineCache(MAX_BYTES, clock);

  @Override
  Cache cache() {
    return cache;
  }

  @Override
  void pass(Duration time) {
    clock.advance(time);
  }

  @Test
  void itsSizeIsBounded() {
    for (int i = 0; i < 1000; i++) {
      cache.put("key" + i, new byte[10_000], Duration.ofHours(1));
    }
    long kept = IntStream.range(0, 1000).filter(i -> cache.get("key" + i).isPresent()).count();
    assertTrue(kept > 0 && kept * 10_000 <= MAX_BYTES, "kept " + kept);
  }

  @Test
  void whatIsLargerThanAllOfItIsNotKept() {
    cache.put("small", bytes("1"), Duration.ofHours(1));
    cache.put("huge", new byte[2 * MAX_BYTES], Duration.ofHours(1));
    assertTrue(cache.get("huge").isEmpty());
  }

  @Test
  void forEverIsALifetimeToo() {
    cache.put("a", bytes("1"), Duration.ofSeconds(Long.MAX_VALUE));
    clock.advance(Duration.ofDays(365));
    assertTrue(cache.get("a").isPresent());
  }
}
