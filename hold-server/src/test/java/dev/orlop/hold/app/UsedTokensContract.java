package dev.orlop.hold.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.orlop.atproto.auth.TokenHash;
import dev.orlop.atproto.auth.UsedTokens;
import dev.orlop.atproto.auth.UsedTokens.Use;
import dev.orlop.testkit.ClockAt;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What any memory of used tokens does. */
abstract class UsedTokensContract {
  private static final Duration LIFE = Duration.ofMinutes(1);

  final ClockAt clock = new ClockAt("2026-11-21T12:30:00Z");

  abstract UsedTokens open(InstantSource time);

  Instant later() {
    return clock.instant().plus(LIFE);
  }

  @Test
  void aTokenIsFirstOnceAndOthersAreNoneOfItsBusiness() {
    UsedTokens used = open(clock);
    assertEquals(Use.FIRST, used.use(TokenHash.of("one"), later()));
    assertEquals(Use.AGAIN, used.use(TokenHash.of("one"), later()));
    assertEquals(Use.FIRST, used.use(TokenHash.of("other"), later()));
    clock.advance(Duration.ofSeconds(59));
    assertEquals(Use.FIRST, used.use(TokenHash.of("third"), later()));
    assertEquals(Use.AGAIN, used.use(TokenHash.of("one"), later()));
  }

  @Test
  void ofManyAtOnceOneIsFirst() throws Exception {
    UsedTokens used = open(clock);
    List<Future<Use>> uses = new ArrayList<>();
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 30; i++) {
        uses.add(pool.submit(() -> used.use(TokenHash.of("one"), later())));
      }
    }
    int first = 0;
    for (Future<Use> use : uses) {
      first += use.get() == Use.FIRST ? 1 : 0;
    }
    assertEquals(1, first);
  }
}
