package dev.orlop.appview.cache;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.redis.Redis;
import dev.orlop.atproto.redis.RedisAddress;
import dev.orlop.testkit.RealRedis;
import dev.orlop.testkit.RedisCommands;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that is away, stuck, full, or none at all: nobody waits for it, and nothing fails. */
@Timeout(60)
class RedisFaultsTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final byte[] VALUE = "value".getBytes(StandardCharsets.UTF_8);

  private RealRedis server;
  private LogLines log;

  @BeforeEach
  void start() {
    server = RealRedis.start();
    log = LogLines.of("dev.orlop.atproto.redis");
  }

  @AfterEach
  void stop() {
    log.close();
    server.close();
  }

  private static Redis redis(String url) {
    return new Redis(RedisAddress.parse(url), Duration.ofMillis(50));
  }

  private static RedisCache over(Redis redis) {
    return new RedisCache(redis, new CaffeineCache(1 << 20, Clock.systemUTC()));
  }

  private static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      LockSupport.parkNanos(5_000_000);
    }
  }

  /** Far more than would be bearable if each of them waited. */
  private static void assertNobodyWaits(RedisCache cache) {
    for (int i = 0; i < 2000; i++) {
      assertTrue(cache.get("nothing" + i).isEmpty());
    }
  }

  private void assertLogged(String... beginnings) {
    List<String> lines = log.lines();
    assertEquals(beginnings.length, lines.size(), lines.toString());
    for (int i = 0; i < beginnings.length; i++) {
      assertTrue(lines.get(i).startsWith(beginnings[i]), lines.get(i));
    }
  }

  @Test
  void oneThatIsKilledAndStartedAgainIsMissedAndFoundAgain() {
    try (Redis mine = redis(server.url());
        Redis others = redis(server.url())) {
      RedisCache cache = over(mine);
      RedisCache other = over(others);
      cache.put("a", VALUE, MINUTE);
      server.kill();
      assertTrue(cache.get("a").isEmpty());
      cache.put("b", VALUE, MINUTE);
      assertArrayEquals(VALUE, cache.get("b").orElseThrow());
      assertNobodyWaits(cache);
      server.restart();
      await(
          () -> {
            cache.put("c", VALUE, MINUTE);
            return other.get("c").isPresent();
          });
      assertLogged("WARNING the shared cache redis://127.0.0.1:", "INFO the shared cache");
    }
  }

  @Test
  void oneThatHangsIsWaitedForOnceAndNotByAll() {
    try (Redis redis = redis(server.url())) {
      RedisCache cache = over(redis);
      cache.put("a", VALUE, MINUTE);
      server.freeze();
      assertNobodyWaits(cache);
      cache.put("b", VALUE, MINUTE);
      assertArrayEquals(VALUE, cache.get("b").orElseThrow());
      server.thaw();
      await(() -> cache.get("a").isPresent());
      assertLogged("WARNING", "INFO");
      assertTrue(log.lines().getFirst().endsWith("it does not answer"), log.lines().getFirst());
    }
  }

  @Test
  void oneThatHangsWhileMuchIsWrittenIsLeft() {
    try (Redis redis = redis(server.url())) {
      RedisCache cache = over(redis);
      cache.put("a", VALUE, MINUTE);
      server.freeze();
      cache.put("a", new byte[8 << 20], MINUTE);
      cache.put("b", new byte[8 << 20], MINUTE);
      server.thaw();
      await(() -> cache.get("a").isEmpty());
    }
  }

  @Test
  void whatWasForgottenWhileItWasAwayDoesNotComeBackWithIt() {
    try (Redis mine = redis(server.url());
        Redis others = redis(server.url())) {
      RedisCache cache = over(mine);
      cache.put("removed", VALUE, MINUTE);
      cache.put("replaced", VALUE, MINUTE);
      server.freeze();
      cache.remove("removed");
      cache.put("replaced", new byte[] {2}, MINUTE);
      server.thaw();
      RedisCache other = over(others);
      await(
          () -> {
            assertTrue(cache.get("removed").isEmpty());
            assertArrayEquals(new byte[] {2}, cache.get("replaced").orElseThrow());
            return other.get("removed").isEmpty() && other.get("replaced").isEmpty();
          });
    }
  }

  @Test
  void aWrongPasswordIsToldWithoutThePassword() {
    try (RedisCommands commands = new RedisCommands(server.port())) {
      commands.send("CONFIG", "SET", "requirepass", "right");
    }
    try (Redis wrong = redis("redis://:wr0ng-s3cret@127.0.0.1:" + server.port());
        Redis none = redis(server.url());
        Redis right = redis("redis://:right@127.0.0.1:" + server.port())) {
      RedisCache cache = over(wrong);
      cache.put("a", VALUE, MINUTE);
      assertArrayEquals(VALUE, cache.get("a").orElseThrow());
      assertNobodyWaits(cache);
      assertNobodyWaits(over(none));
      assertLogged("WARNING", "WARNING");
      assertTrue(log.lines().get(0).endsWith("it says WRONGPASS"), log.lines().get(0));
      assertTrue(log.lines().get(1).endsWith("it says NOAUTH"), log.lines().get(1));
      assertFalse(log.lines().toString().contains("s3cret"));
      over(right).put("b", VALUE, MINUTE);
      assertTrue(over(right).get("b").isPresent());
    }
  }

  @Test
  void oneThatIsFullIsReadFromAndTheRestIsRememberedHere() {
    try (RedisCommands commands = new RedisCommands(server.port());
        Redis redis = redis(server.url())) {
      RedisCache cache = over(redis);
      cache.put("before", VALUE, MINUTE);
      commands.send("CONFIG", "SET", "maxmemory", "1");
      for (int i = 0; i < 10; i++) {
        cache.put("after" + i, VALUE, MINUTE);
        assertArrayEquals(VALUE, cache.get("before").orElseThrow());
        assertArrayEquals(VALUE, cache.get("after" + i).orElseThrow());
      }
      commands.send("CONFIG", "SET", "maxmemory", "0");
      cache.put("again", VALUE, MINUTE);
      assertEquals("1", commands.send("EXISTS", "orlop:1:again"));
      assertLogged("WARNING", "INFO");
      assertTrue(log.lines().getFirst().endsWith("takes nothing new: it says OOM"));
    }
  }

  @Test
  void whatIsNoRedisIsNotUsed() throws IOException {
    try (ServerSocket web = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Redis redis = redis("redis://:s3cret@127.0.0.1:" + web.getLocalPort())) {
      Thread.ofVirtual().start(() -> answer(web, "HTTP/1.1 400 Bad Request\r\n\r\n"));
      RedisCache cache = over(redis);
      cache.put("a", VALUE, MINUTE);
      assertArrayEquals(VALUE, cache.get("a").orElseThrow());
      assertLogged("WARNING");
    }
  }

  @Test
  void aRefusalThatRepeatsThePasswordIsNotRepeated() throws IOException {
    try (ServerSocket old = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Redis redis = redis("redis://:s3cret@127.0.0.1:" + old.getLocalPort())) {
      String refusal = "-ERR unknown command `AUTH`, with args beginning with: `s3cret`\r\n";
      Thread.ofVirtual().start(() -> answer(old, refusal));
      assertTrue(over(redis).get("a").isEmpty());
      assertLogged("WARNING");
      assertFalse(log.lines().toString().contains("s3cret"), log.lines().toString());
    }
  }

  private static void answer(ServerSocket server, String text) {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        int unused = socket.getInputStream().read(new byte[100]);
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
      } catch (IOException _) {
        // the test is over
      }
    }
  }

  @Test
  void whoInsistsOnTlsDoesNotTalkWithoutIt() {
    try (Redis redis = redis(server.url().replace("redis:", "rediss:"))) {
      RedisCache cache = over(redis);
      cache.put("a", VALUE, MINUTE);
      assertArrayEquals(VALUE, cache.get("a").orElseThrow());
      assertLogged("WARNING");
    }
  }
}
