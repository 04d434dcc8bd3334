package dev.orlop.hold.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.plc.MemoryPlcDirectory;
import dev.orlop.testkit.RealRedis;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes of one hold that count calls in one Redis. */
class SharedLimitsTest {
  /** Tries to sign in, in five minutes. */
  private static final int TRIES = 30;

  @TempDir Path folder;

  private RunningHold hold(String name, RealRedis redis, MemoryPlcDirectory plc) {
    return new RunningHold(
        folder.resolve(name), Map.of("ORLOP_LIMITS_REDIS", redis.url()), Guests.ground(), plc);
  }

  @Test
  void whatIsCountedAtOneCountsAtTheOtherAndAllGoesOnWithoutTheServer() {
    MemoryPlcDirectory plc = MemoryPlcDirectory.start(0);
    try (RealRedis redis = RealRedis.start();
        RunningHold one = hold("one", redis, plc);
        RunningHold other = hold("other", redis, plc)) {
      Guests here = new Guests(one);
      Guests there = new Guests(other);
      for (int i = 0; i < TRIES; i++) {
        Guests turn = i % 2 == 0 ? here : there;
        assertEquals(401, turn.signIn("carol.test", "wrong").statusCode(), "try " + i);
      }
      assertEquals(429, here.signIn("carol.test", "wrong").statusCode());
      assertEquals(429, there.signIn("carol.test", "wrong").statusCode());
      assertTrue(
          here.signIn("carol.test", "wrong").headers().firstValue("Retry-After").isPresent());
      redis.kill();
      // Each counts by itself then.
      assertEquals(401, here.signIn("carol.test", "wrong").statusCode());
      assertEquals(401, there.signIn("carol.test", "wrong").statusCode());
    }
  }
}
