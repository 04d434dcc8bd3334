package dev.orlop.appview.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.orlop.testkit.ClockAt;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CachedTest {
  private static final Lifetimes TIMES =
      new Lifetimes(
          Duration.ofMinutes(10),
          Duration.ofMinutes(60),
          Duration.ofHours(24),
          Duration.ofSeconds(60));
  private static final Fetched<String> DOWN =
      new Fetched.Unavailable<>("down", Duration.ofSeconds(30));

  private final ClockAt clock = new ClockAt("2026-11-21T12:00:00Z");
  private final Cache cache = new CaffeineCache(1 << 20, clock);
  private final Background background = new Background();
  private final AtomicInteger asked = new AtomicInteger();
  private volatile Fetched<String> truth = found("one");
  private final Cached<String, String> cached = over(_ -> truth);

  private Cached<String, String> over(Cached.Source<String, String> source) {
    return new Cached<>(
        new Memory(cache, clock, background),
        Cached.Naming.of(key -> "test:" + key, TIMES),
        new Texts(),
        key -> {
          asked.incrementAndGet();
          return source.fetch(key);
        });
  }

  private static final class Texts implements Codec<String> {
    @Override
    public Optional<byte[]> encode(String value) {
      return Optional.of(value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Optional<String> decode(byte[] bytes) {
      return Optional.of(new String(bytes, StandardCharsets.UTF_8)).filter(s -> !s.equals("bad"));
    }
  }

  private static Fetched<String> found(String value) {
    return new Fetched.Found<>(value);
  }

  @Test
  void whatIsFreshIsAnsweredWithoutAsking() {
    assertEquals(found("one"), cached.get("k"));
    truth = found("two");
    clock.advance(Duration.ofMinutes(10).minusMillis(1));
    assertEquals(found("one"), cached.get("k"));
    assertEquals(1, asked.get());
    assertEquals(0, background.waiting());
  }

  @Test
  void whatIsStaleIsAnsweredAtOnceAndAskedForBehindIt() {
    cached.get("k");
    truth = found("two");
    clock.advance(Duration.ofMinutes(10));
    assertEquals(found("one"), cached.get("k"));
    assertEquals(found("one"), cached.get("k"));
    assertEquals(1, background.waiting());
    background.run();
    assertEquals(found("two"), cached.get("k"));
    assertEquals(2, asked.get());
  }

  @Test
  void whatIsOlderIsAskedForFirst() {
    cached.get("k");
    truth = found("two");
    clock.advance(Duration.ofMinutes(60));
    assertEquals(found("two"), cached.get("k"));
  }

  @Test
  void whatIsOlderIsAnsweredWhenTheSourceIsDown() {
    cached.get("k");
    truth = DOWN;
    clock.advance(Duration.ofHours(24).minusMillis(1));
    assertEquals(found("one"), cached.get("k"));
    clock.advance(Duration.ofMillis(1));
    assertEquals(DOWN, cached.get("k"));
  }

  @Test
  void aSourceThatIsDownIsNotAskedForEachCaller() {
    cached.get("k");
    truth = DOWN;
    clock.advance(Duration.ofHours(2));
    cached.get("k");
    cached.get("k");
    assertEquals(2, asked.get());
    clock.advance(Duration.ofSeconds(10));
    truth = found("two");
    assertEquals(found("two"), cached.get("k"));
  }

  @Test
  void aFailureOfWhatIsStaleBehindItLeavesTheValue() {
    cached.get("k");
    truth = DOWN;
    clock.advance(Duration.ofMinutes(20));
    cached.get("k");
    background.run();
    assertEquals(found("one"), cached.get("k"));
    assertEquals(0, background.waiting());
  }

  @Test
  void aFailureWithoutAValueIsBelievedForItsPauseAndTellsWhatIsLeftOfIt() {
    truth = DOWN;
    assertEquals(DOWN, cached.get("k"));
    truth = found("one");
    clock.advance(Duration.ofSeconds(10));
    assertEquals(new Fetched.Unavailable<>("down", Duration.ofSeconds(20)), cached.get("k"));
    clock.advance(Duration.ofSeconds(20));
    assertEquals(found("one"), cached.get("k"));
  }

  @Test
  void thatThereIsNoneIsBelievedForAMinuteAtMost() {
    truth = new Fetched.Absent<>();
    assertEquals(new Fetched.Absent<>(), cached.get("k"));
    truth = found("one");
    clock.advance(Duration.ofSeconds(59));
    assertEquals(new Fetched.Absent<>(), cached.get("k"));
    clock.advance(Duration.ofSeconds(1));
    assertEquals(found("one"), cached.get("k"));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new Lifetimes(
                Duration.ZERO, Duration.ZERO, Duration.ofHours(1), Duration.ofSeconds(61)));
  }

  @Test
  void whatIsGoneIsNotServedFromMemory() {
    cached.get("k");
    truth = new Fetched.Absent<>();
    clock.advance(Duration.ofHours(1));
    assertEquals(new Fetched.Absent<>(), cached.get("k"));
    truth = DOWN;
    clock.advance(Duration.ofHours(1));
    assertEquals(DOWN, cached.get("k"));
  }

  @Test
  void whatWasForgottenIsAskedForAgain() {
    cached.get("k");
    truth = found("two");
    cached.forget("k");
    assertEquals(found("two"), cached.get("k"));
  }

  @Test
  void aRefreshAsksAgainButNotEachTime() {
    cached.get("k");
    truth = found("two");
    assertEquals(found("one"), cached.refresh("k"));
    clock.advance(Duration.ofSeconds(10));
    assertEquals(found("two"), cached.refresh("k"));
    assertEquals(2, asked.get());
  }

  @Test
  void whatAnotherVersionWroteIsAskedForAgain() {
    cache.put("test:k", new byte[] {99, 1, 2}, Duration.ofHours(1));
    assertEquals(found("one"), cached.get("k"));
    truth = found("bad");
    cached.forget("k");
    cached.get("k");
    truth = found("good");
    assertEquals(found("good"), cached.get("k"));
  }

  @Test
  void keysDoNotMix() {
    Cached<String, String> echo = over(Fetched.Found::new);
    assertEquals(found("a"), echo.get("a"));
    assertEquals(found("b"), echo.get("b"));
  }

  @Test
  void manyWhoAskAtOnceAreOneQuestion() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    CountDownLatch first = new CountDownLatch(1);
    Cached<String, String> slow =
        over(
            _ -> {
              first.countDown();
              await(gate);
              return found("one");
            });
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Fetched<String>>> all = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        all.add(threads.submit(() -> slow.get("k")));
      }
      await(first);
      gate.countDown();
      for (Future<Fetched<String>> one : all) {
        assertEquals(found("one"), one.get());
      }
    }
    assertEquals(1, asked.get());
  }

  @Test
  void whatIsForgottenOnItsWayDoesNotComeBackWithTheFlight() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    CountDownLatch onItsWay = new CountDownLatch(1);
    Cached<String, String> slow =
        over(
            _ -> {
              Fetched<String> seen = truth;
              onItsWay.countDown();
              await(gate);
              return seen;
            });
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Fetched<String>> before = threads.submit(() -> slow.get("k"));
      await(onItsWay);
      truth = found("two");
      slow.forget("k");
      gate.countDown();
      assertEquals(found("one"), before.get());
    }
    assertEquals(found("two"), slow.get("k"));
  }

  @Test
  void aSourceThatBreaksHoldsNobodyUp() {
    Cached<String, String> broken =
        over(
            _ -> {
              throw new IllegalStateException("a bug");
            });
    assertThrows(IllegalStateException.class, () -> broken.get("k"));
    assertThrows(IllegalStateException.class, () -> broken.get("k"));
    assertInstanceOf(Fetched.Found.class, cached.get("k"));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
