package dev.orlop.atproto.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.testkit.Cases;
import dev.orlop.testkit.ClockAt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TidTest {
  @Test
  void aTidIsItsMicrosecondsAndItsClock() {
    Tid tid = Tid.ofMicros(1_700_000_000_000_000L, 0);
    assertEquals("3ke6kg3wk2222", tid.toString());
    assertEquals(1_700_000_000_000_000L, tid.micros());
    assertEquals("2023-11-14T22:13:20Z", tid.instant().toString());
    assertEquals("2222222222222", new Tid(0).toString());
    assertEquals("3ke6kg3wk223d", Tid.ofMicros(1_700_000_000_000_000L, 41).toString());
    assertEquals(new Tid(Long.MAX_VALUE), Tid.ofMicros(Tid.MAX_MICROS, Tid.MAX_CLOCK_ID));
    assertEquals("bzzzzzzzzzzzz", new Tid(Long.MAX_VALUE).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "222222222222",
        "22222222222222",
        "kzzzzzzzzzzzz",
        "2222222222221",
        "222222222222é"
      })
  void aTextThatIsNoTidIsRefused(String text) {
    assertThrows(InvalidSyntaxException.class, () -> Tid.parse(text));
  }

  @Test
  void numbersThatNoTidCanHoldAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Tid(-1));
    assertThrows(IllegalArgumentException.class, () -> Tid.ofMicros(Tid.MAX_MICROS + 1, 0));
    assertThrows(IllegalArgumentException.class, () -> Tid.ofMicros(-1, 0));
    assertThrows(IllegalArgumentException.class, () -> Tid.ofMicros(0, 1024));
  }

  @Test
  void textWhoseHighestBitIsSetIsRefused() {
    for (char first = 'c'; first <= 'z'; first++) {
      String text = first + "222222222222";
      assertThrows(InvalidSyntaxException.class, () -> Tid.parse(text), text);
    }
  }

  @Test
  void textAndNumberSortAlikeAndReadBack() {
    Cases.run(
        1000,
        random -> {
          Tid one = new Tid(random.nextLong(Long.MAX_VALUE));
          Tid other = new Tid(random.nextLong(Long.MAX_VALUE) >>> random.nextInt(63));
          assertEquals(one, Tid.parse(one.toString()));
          assertEquals(other, Tid.ofMicros(other.micros(), other.clockId()));
          assertEquals(
              Integer.signum(one.compareTo(other)),
              Integer.signum(one.toString().compareTo(other.toString())));
        });
  }

  @Test
  void aClockThatStandsStillOrGoesBackStillGivesLaterTids() {
    ClockAt clock = new ClockAt("2026-11-21T12:00:00Z");
    TidClock tids = new TidClock(clock, 7);
    Tid first = tids.next();
    assertEquals(clock.instant(), first.instant());
    assertEquals(7, first.clockId());
    Tid second = tids.next();
    assertEquals(first.micros() + 1, second.micros());
    clock.advance(Duration.ofHours(-1));
    assertEquals(second.micros() + 1, tids.next().micros());
    clock.advance(Duration.ofHours(2));
    assertEquals(clock.instant(), tids.next().instant());
  }

  @Test
  void aTidAfterAnotherIsLaterWhateverTheClocksSay() {
    ClockAt clock = new ClockAt("2026-11-21T12:00:00Z");
    TidClock tids = new TidClock(clock, 0);
    Tid ahead = Tid.ofMicros(tids.next().micros() + 60_000_000, 1023);
    Tid next = tids.after(ahead);
    assertTrue(next.compareTo(ahead) > 0);
    assertTrue(tids.next().compareTo(next) > 0);
    assertTrue(tids.after(new Tid(0)).compareTo(next) > 0);
  }

  @Test
  void manyThreadsNeverGetTheSameTid() throws InterruptedException {
    TidClock tids = new TidClock(new ClockAt("2026-11-21T12:00:00Z"), 0);
    Set<Tid> seen = ConcurrentHashMap.newKeySet();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      threads.add(
          Thread.startVirtualThread(
              () -> {
                for (int j = 0; j < 1000; j++) {
                  seen.add(tids.next());
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(8000, seen.size());
  }
}
