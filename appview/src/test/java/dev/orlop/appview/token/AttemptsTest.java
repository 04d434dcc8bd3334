package dev.orlop.appview.token;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.appview.oci.OciError;
import dev.orlop.appview.oci.OciException;
import dev.orlop.atproto.redis.Redis;
import dev.orlop.atproto.redis.RedisAddress;
import dev.orlop.testkit.ClockAt;
import dev.orlop.testkit.RealRedis;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How long those must wait who do not know the password. */
class AttemptsTest {
  private final ClockAt clock = new ClockAt("2026-11-21T12:00:00Z");
  private final Attempts attempts = new Attempts(new MemoryFailures(clock), clock);

  private void fail(String address, String name, int times) {
    for (int i = 0; i < times; i++) {
      attempts.failed(address, name);
    }
  }

  private Duration pause(String address, String name) {
    OciException refused = assertThrows(OciException.class, () -> attempts.require(address, name));
    assertEquals(OciError.TOOMANYREQUESTS, refused.error());
    return refused.retryAfter().orElseThrow();
  }

  @Test
  void afterAFewWrongPasswordsEachTryWaitsLonger() {
    fail("1.2.3.4", "alice.test", Attempts.FREE - 1);
    assertDoesNotThrow(() -> attempts.require("1.2.3.4", "alice.test"));
    fail("1.2.3.4", "alice.test", 1);
    Duration first = pause("1.2.3.4", "alice.test");
    clock.advance(first);
    assertDoesNotThrow(() -> attempts.require("1.2.3.4", "alice.test"));
    fail("1.2.3.4", "alice.test", 1);
    assertTrue(pause("1.2.3.4", "alice.test").compareTo(first) > 0);
    fail("1.2.3.4", "alice.test", 50);
    assertTrue(pause("1.2.3.4", "alice.test").compareTo(Duration.ofSeconds(301)) <= 0);
  }

  @Test
  void whoTriesFromElsewhereOrAnotherNameNeedNotWait() {
    fail("1.2.3.4", "alice.test", Attempts.FREE);
    assertDoesNotThrow(() -> attempts.require("5.6.7.8", "alice.test"));
    assertDoesNotThrow(() -> attempts.require("1.2.3.4", "bob.test"));
  }

  @Test
  void anAddressThatFailsWithManyNamesMustWait() {
    for (int i = 0; i < Attempts.FREE_OF_ADDRESS; i++) {
      attempts.failed("1.2.3.4", "n" + i + ".test");
    }
    // Not even the right password of one of them makes it good.
    attempts.succeeded("1.2.3.4", "n1.test");
    assertTrue(pause("1.2.3.4", "another.test").isPositive());
  }

  @Test
  void theRightPasswordAndAQuarterOfAnHourMakeGood() {
    fail("1.2.3.4", "alice.test", 20);
    attempts.succeeded("1.2.3.4", "alice.test");
    assertDoesNotThrow(() -> attempts.require("1.2.3.4", "alice.test"));
    fail("1.2.3.4", "bob.test", 20);
    clock.advance(Duration.ofMinutes(15));
    assertDoesNotThrow(() -> attempts.require("1.2.3.4", "bob.test"));
  }

  @Test
  void whoAsksAnotherAppViewGetsNoMoreTries() {
    try (RealRedis server = RealRedis.start();
        Redis mine = new Redis(RedisAddress.parse(server.url()));
        Redis others = new Redis(RedisAddress.parse(server.url()))) {
      InstantSource real = InstantSource.system();
      Attempts here = new Attempts(new RedisFailures(mine, new MemoryFailures(real), real), real);
      Attempts there =
          new Attempts(new RedisFailures(others, new MemoryFailures(real), real), real);
      for (int i = 0; i < 20; i++) {
        (i % 2 == 0 ? here : there).failed("1.2.3.4", "alice.test");
      }
      for (Attempts each : List.of(here, there)) {
        OciException refused =
            assertThrows(OciException.class, () -> each.require("1.2.3.4", "alice.test"));
        assertTrue(refused.retryAfter().orElseThrow().compareTo(Duration.ofSeconds(60)) > 0);
        assertDoesNotThrow(() -> each.require("1.2.3.4", "bob.test"));
      }
      there.succeeded("1.2.3.4", "alice.test");
      assertDoesNotThrow(() -> here.require("1.2.3.4", "alice.test"));
      server.kill();
      for (int i = 0; i < 20; i++) {
        here.failed("1.2.3.4", "alice.test");
      }
      assertThrows(OciException.class, () -> here.require("1.2.3.4", "alice.test"));
    }
  }
}
