package dev.orlop.atproto.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.limits.MemoryCounter;
import dev.orlop.atproto.limits.RateCounter;
import dev.orlop.atproto.limits.RateLimit;
import dev.orlop.atproto.limits.Standing;
import dev.orlop.testkit.RealRedis;
import dev.orlop.testkit.RedisCommands;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Buckets that two AppViews share. The server's clock is real, so the limits here are slow. */
class RedisCounterTest {
  /** One call comes back every half hour. */
  private static final RateLimit TWO_AN_HOUR = new RateLimit(2, Duration.ofHours(1));

  private RealRedis server;
  private Redis first;
  private Redis second;

  @BeforeEach
  void start() {
    server = RealRedis.start();
    first = new Redis(RedisAddress.parse(server.url()), Duration.ofMillis(50));
    second = new Redis(RedisAddress.parse(server.url()));
  }

  @AfterEach
  void stop() {
    first.close();
    second.close();
    server.close();
  }

  private static RateCounter over(Redis redis) {
    return new RedisCounter(redis, new MemoryCounter(InstantSource.system()));
  }

  private static boolean isAllowed(Redis redis, String who) {
    return over(redis).count(who, TWO_AN_HOUR).isAllowed();
  }

  @Test
  void whatOneAppViewCountsTheOtherKnows() {
    assertTrue(isAllowed(first, "a"));
    Standing last = over(second).count("a", TWO_AN_HOUR);
    assertTrue(last.isAllowed());
    assertEquals(0, last.remaining());
    Standing refused = over(first).count("a", TWO_AN_HOUR);
    assertFalse(refused.isAllowed());
    assertEquals(30, Math.round(refused.pause().toSeconds() / 60.0));
    assertEquals(60, Math.round(refused.full().toSeconds() / 60.0));
    assertTrue(isAllowed(first, "b"));
  }

  @Test
  void ofCallsAtBothAtOnceNoMoreThanTheLimitGetThrough() {
    RateLimit limit = new RateLimit(100, Duration.ofDays(1));
    long allowed =
        IntStream.range(0, 400)
            .parallel()
            .filter(i -> over(i % 2 == 0 ? first : second).count("a", limit).isAllowed())
            .count();
    assertEquals(100, allowed);
  }

  @Test
  void callsComeBackAfterAWhile() {
    RateLimit fast = new RateLimit(2, Duration.ofMillis(600));
    RateCounter counter = over(first);
    boolean refused = false;
    while (!refused) {
      refused = !counter.count("a", fast).isAllowed();
    }
    while (!counter.count("a", fast).isAllowed()) {
      LockSupport.parkNanos(5_000_000);
    }
  }

  @Test
  void aBucketIsForgottenWhenItIsFullAndNamesNobody() {
    assertTrue(isAllowed(first, "203.0.113.7"));
    try (RedisCommands commands = new RedisCommands(server.port())) {
      String name = commands.send("KEYS", "*");
      assertTrue(name.matches("orlop:1:rate:[0-9a-f]{32}"), name);
      long millis = Long.parseLong(commands.send("PTTL", name));
      assertTrue(millis > 0 && millis <= Duration.ofMinutes(30).toMillis(), "lives " + millis);
    }
  }

  @Test
  void garbageInABucketHoldsNobodyUp() {
    assertTrue(isAllowed(first, "a"));
    try (RedisCommands commands = new RedisCommands(server.port())) {
      String name = commands.send("KEYS", "*");
      commands.send("SET", name, "garbage");
      assertTrue(isAllowed(first, "a"));
      commands.send("SET", name, "nan");
      assertTrue(isAllowed(first, "a"));
      commands.send("DEL", name);
      commands.send("RPUSH", name, "1");
      assertTrue(isAllowed(first, "a"));
      commands.send("SET", name, "9e300");
      Standing far = over(first).count("a", TWO_AN_HOUR);
      assertTrue(far.full().compareTo(Duration.ofHours(1)) <= 0, far.toString());
    }
  }

  @Test
  void whileTheServerIsAwayEachAppViewCountsByItself() {
    RateCounter one = over(first);
    RateCounter other = over(second);
    server.kill();
    assertTrue(one.count("a", TWO_AN_HOUR).isAllowed());
    assertTrue(one.count("a", TWO_AN_HOUR).isAllowed());
    assertFalse(one.count("a", TWO_AN_HOUR).isAllowed());
    assertTrue(other.count("a", TWO_AN_HOUR).isAllowed());
    server.restart();
    while (!one.count("a", TWO_AN_HOUR).isAllowed()) {
      LockSupport.parkNanos(5_000_000);
    }
  }
}
