package dev.orlop.atproto.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.testkit.ClockAt;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MemoryCounterTest {
  /** One call comes back every six seconds. */
  private static final RateLimit TEN_A_MINUTE = new RateLimit(10, Duration.ofMinutes(1));

  private final ClockAt clock = new ClockAt("2026-11-21T12:00:00Z");
  private final MemoryCounter counter = new MemoryCounter(clock);

  private Standing call(String who) {
    return counter.count(who, TEN_A_MINUTE);
  }

  private int allowed(String who, int calls) {
    return (int) IntStream.range(0, calls).filter(_ -> call(who).isAllowed()).count();
  }

  @Test
  void asManyAsTheLimitMayCallAtOnceAndNoMore() {
    for (int left = 9; left >= 0; left--) {
      Standing standing = call("a");
      assertTrue(standing.isAllowed());
      assertEquals(left, standing.remaining());
    }
    Standing refused = call("a");
    assertFalse(refused.isAllowed());
    assertEquals(0, refused.remaining());
    assertEquals(Duration.ofSeconds(6), refused.pause());
    assertEquals(Duration.ofMinutes(1), refused.full());
  }

  @Test
  void callsComeBackOneByOne() {
    assertEquals(10, allowed("a", 20));
    clock.advance(Duration.ofSeconds(5));
    assertEquals(0, allowed("a", 1));
    clock.advance(Duration.ofSeconds(1));
    assertEquals(1, allowed("a", 20));
    clock.advance(Duration.ofSeconds(30));
    assertEquals(5, allowed("a", 20));
    clock.advance(Duration.ofHours(1));
    assertEquals(10, allowed("a", 20));
  }

  @Test
  void whoIsRefusedLosesNothingByTrying() {
    assertEquals(10, allowed("a", 1000));
    clock.advance(Duration.ofSeconds(6));
    assertEquals(1, allowed("a", 1000));
  }

  @Test
  void nobodyPaysForOthersAndEachLimitIsByItself() {
    assertEquals(10, allowed("a", 20));
    assertEquals(10, allowed("b", 20));
    assertTrue(counter.count("a", new RateLimit(5, Duration.ofMinutes(1))).isAllowed());
  }

  @Test
  void aClockThatGoesBackGivesNothingAway() {
    assertEquals(10, allowed("a", 10));
    clock.advance(Duration.ofSeconds(-30));
    assertEquals(0, allowed("a", 10));
  }

  @Test
  void ofManyCallersAtOnceNoMoreThanTheLimitGetThrough() throws Exception {
    RateLimit limit = new RateLimit(100, Duration.ofDays(1));
    RateCounter real = new MemoryCounter(InstantSource.system());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> calls =
          IntStream.range(0, 500)
              .mapToObj(_ -> threads.submit(() -> real.count("a", limit).isAllowed()))
              .toList();
      int allowed = 0;
      for (Future<Boolean> call : calls) {
        allowed += call.get() ? 1 : 0;
      }
      assertEquals(100, allowed);
    }
  }

  @Test
  void howManyCallersItRemembersIsBounded() {
    MemoryCounter small = new MemoryCounter(clock, 100);
    for (int i = 0; i < 10_000; i++) {
      assertTrue(small.count("caller" + i, TEN_A_MINUTE).isAllowed());
    }
    assertTrue(small.size() <= 100, "remembers " + small.size());
  }

  @Test
  void whoDoesNotCallForAWindowIsForgotten() {
    assertEquals(10, allowed("a", 10));
    clock.advance(Duration.ofSeconds(61));
    assertEquals(0, counter.size());
  }

  @Test
  void theHeadersSayHowItStands() {
    assertEquals(
        Map.of(
            "RateLimit-Limit", "10",
            "RateLimit-Remaining", "9",
            "RateLimit-Reset", Long.toString(clock.instant().getEpochSecond() + 6),
            "RateLimit-Policy", "10;w=60"),
        call("a").headers(clock.instant()));
    assertEquals(9, allowed("a", 9));
    Map<String, String> refused = call("a").headers(clock.instant());
    assertEquals("0", refused.get("RateLimit-Remaining"));
    assertEquals("6", refused.get("Retry-After"));
    clock.advance(Duration.ofMillis(5500));
    assertEquals("1", call("a").headers(clock.instant()).get("Retry-After"));
  }

  @Test
  void whatIsNoLimitCannotBeSaid() {
    assertThrows(IllegalArgumentException.class, () -> new RateLimit(0, Duration.ofMinutes(1)));
    assertThrows(IllegalArgumentException.class, () -> new RateLimit(1, Duration.ZERO));
  }
}
