package dev.orlop.appview.cache;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.redis.Redis;
import dev.orlop.atproto.redis.RedisAddress;
import dev.orlop.testkit.ClockAt;
import dev.orlop.testkit.RealRedis;
import dev.orlop.testkit.RedisCommands;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The cache in a real Redis, and what of it another AppView sees. */
class RedisCacheTest extends CacheContract {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static RealRedis server;
  private Redis redis;
  private Redis other;
  private RedisCache cache;
  private RedisCommands commands;

  @BeforeAll
  static void startServer() {
    server = RealRedis.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void open() {
    commands = new RedisCommands(server.port());
    commands.send("FLUSHALL");
    redis = new Redis(RedisAddress.parse(server.url()));
    other = new Redis(RedisAddress.parse(server.url()));
    cache = over(redis);
  }

  private static RedisCache over(Redis redis) {
    return new RedisCache(redis, new CaffeineCache(1 << 20, new ClockAt("2026-11-21T12:00:00Z")));
  }

  @AfterEach
  void close() {
    commands.close();
    redis.close();
    other.close();
  }

  @Override
  Cache cache() {
    return cache;
  }

  /** The server has a clock of its own, which nobody can move; so the ends of lives are moved. */
  @Override
  void pass(Duration time) {
    commands.age(time);
  }

  @Test
  void whatOneAppViewPutsAnotherFindsAndForgets() {
    cache.put("a", bytes("1"), MINUTE);
    RedisCache second = over(other);
    assertArrayEquals(bytes("1"), second.get("a").orElseThrow());
    second.remove("a");
    assertEquals(Optional.empty(), cache.get("a"));
  }

  @Test
  void manyKeysAreWrittenAtOnce() {
    List<String> keys = IntStream.range(0, 250).mapToObj(i -> "key" + i).toList();
    cache.putAll(keys, bytes("1"), MINUTE);
    for (String key : keys) {
      assertArrayEquals(bytes("1"), cache.get(key).orElseThrow());
    }
  }

  @Test
  void namesBeginWithThoseOfTheProgramAndAVersion() {
    cache.put("user:alice.test", bytes("1"), MINUTE);
    assertEquals("1", commands.send("EXISTS", "orlop:1:user:alice.test"));
    assertEquals("1", commands.send("DBSIZE"));
  }

  @Test
  void whatSomebodyElseWroteIsNoValue() {
    for (String garbage : List.of("", "x", "garbage", "\u0001\u0000\u0000\u0000\u0000abc")) {
      commands.send("SET", "orlop:1:a", garbage);
      assertEquals(Optional.empty(), cache.get("a"));
    }
    cache.put("a", bytes("a value"), MINUTE);
    commands.send("SETRANGE", "orlop:1:a", "9", "X");
    assertEquals(Optional.empty(), cache.get("a"));
  }

  @Test
  void somethingOfAnotherKindUnderANameOfOursIsReplaced() {
    commands.send("RPUSH", "orlop:1:a", "1", "2");
    assertEquals(Optional.empty(), cache.get("a"));
    cache.put("a", bytes("1"), MINUTE);
    assertArrayEquals(bytes("1"), cache.get("a").orElseThrow());
    commands.send("DEL", "orlop:1:a");
    commands.send("HSET", "orlop:1:a", "f", "v");
    cache.put("a", bytes("2"), MINUTE);
    assertArrayEquals(bytes("2"), cache.get("a").orElseThrow());
  }

  @Test
  void aValueOfEightMegabytesIsKeptAndALargerOneIsNot() {
    byte[] largest = new byte[RedisCache.MAX_VALUE_BYTES];
    largest[largest.length - 1] = 7;
    cache.put("a", largest, MINUTE);
    assertArrayEquals(largest, cache.get("a").orElseThrow());
    cache.put("a", new byte[RedisCache.MAX_VALUE_BYTES + 1], MINUTE);
    assertTrue(cache.get("a").isEmpty());
    commands.send("SETRANGE", "orlop:1:b", Integer.toString(20 << 20), "x");
    assertTrue(cache.get("b").isEmpty());
  }
}
