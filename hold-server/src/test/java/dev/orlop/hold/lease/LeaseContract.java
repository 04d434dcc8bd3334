package dev.orlop.hold.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.Content;
import dev.orlop.testkit.ClockAt;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What leases are to those who take them, wherever they are written down. */
abstract class LeaseContract {
  static final Digest BLOB = Content.of("blob").digest();
  static final Digest OTHER = Content.of("other").digest();
  static final Duration LENGTH = Duration.ofHours(24);

  final ClockAt clock = new ClockAt("2026-11-21T12:30:00Z");

  /** Opens them as another process does, whatever those before were doing. */
  abstract Leases open();

  /** These somebody relies on, and no others. */
  static void assertTaken(Leases leases, Digest... digests) {
    for (Digest digest : digests) {
      assertTrue(leases.isTaken(digest), digest::toString);
    }
    assertEquals(digests.length, leases.count());
  }

  @Test
  void aLeaseThatWasTakenOutlivesTheProcessWhateverEndsIt() {
    // Never closed: nobody says goodbye before a kill.
    open().take(BLOB);
    Leases again = open();
    assertTrue(again.isTaken(BLOB));
    assertFalse(again.isTaken(OTHER));
    again.take(OTHER);
    assertTaken(open(), BLOB, OTHER);
  }

  @Test
  void aLeaseLastsForItsLengthAndEndsWithinTwoHoursMore() {
    Leases leases = open();
    leases.take(BLOB);
    clock.advance(LENGTH);
    assertTrue(leases.isTaken(BLOB));
    assertFalse(leases.isFresh(BLOB));
    assertTrue(open().isTaken(BLOB));
    clock.advance(Duration.ofHours(2));
    assertFalse(leases.isTaken(BLOB));
    assertFalse(open().isTaken(BLOB));
    assertEquals(0, open().count());
    leases.take(OTHER);
    assertEquals(1, leases.count());
  }

  /** What is fresh is not written down again, and must last from its last use on all the same. */
  @Test
  void aLeaseThatIsTakenAgainAtTheEndOfItsHourLastsForItsLength() {
    Leases leases = open();
    leases.take(BLOB);
    clock.advance(Duration.ofMinutes(29));
    leases.take(BLOB);
    clock.advance(LENGTH);
    assertTrue(leases.isTaken(BLOB));
    assertTrue(open().isTaken(BLOB));
  }

  @Test
  void oneWhoComesAgainProlongsItsLease() {
    Leases leases = open();
    leases.take(BLOB);
    clock.advance(Duration.ofHours(20));
    leases.take(BLOB);
    clock.advance(Duration.ofHours(20));
    assertTrue(leases.isTaken(BLOB));
    assertTrue(open().isTaken(BLOB));
  }

  @Test
  void aClockThatIsSetBackEndsNothing() {
    Leases leases = open();
    leases.take(BLOB);
    clock.advance(Duration.ofDays(-2));
    assertTrue(leases.isTaken(BLOB));
    assertTrue(open().isTaken(BLOB));
  }

  @Test
  void whoHasABlobAloneSeesWhoReliesOnIt() {
    Leases leases = open();
    leases.take(BLOB);
    try (Leases.Alone alone = leases.alone(List.of(BLOB, OTHER))) {
      assertTrue(alone.isTaken(BLOB));
      assertFalse(alone.isTaken(OTHER));
      alone.require();
    }
    assertTrue(leases.isTaken(BLOB));
    assertFalse(leases.isTaken(OTHER));
    assertEquals(1, leases.count());
  }

  @Test
  void nobodyTakesALeaseOnWhatSomebodyHasAlone() throws Exception {
    Leases leases = open();
    AtomicBoolean alone = new AtomicBoolean();
    CountDownLatch coming = new CountDownLatch(2);
    Callable<Boolean> push =
        () -> {
          coming.countDown();
          leases.take(BLOB);
          return alone.get();
        };
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> pushes;
      try (var _ = leases.alone(List.of(BLOB))) {
        alone.set(true);
        pushes = List.of(pool.submit(push), pool.submit(push));
        coming.await();
        // Nothing to do with it: taken at once.
        leases.take(OTHER);
        assertFalse(leases.isTaken(BLOB));
        alone.set(false);
      }
      for (Future<Boolean> each : pushes) {
        assertFalse(each.get(), "a lease was taken while somebody had the blob alone");
      }
    }
    assertTrue(leases.isTaken(BLOB));
  }

  @Test
  void manyAtOnceLoseNone() throws Exception {
    Leases leases = open();
    List<Digest> digests =
        IntStream.range(0, 500).mapToObj(i -> Content.of("blob " + i).digest()).toList();
    Callable<Boolean> all =
        () -> {
          digests.forEach(leases::take);
          return true;
        };
    Callable<Boolean> collecting =
        () -> {
          try (var _ = leases.alone(digests)) {
            return true;
          }
        };
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> each : pool.invokeAll(List.of(all, all, collecting, all, collecting))) {
        assertTrue(each.get());
      }
    }
    assertTaken(open(), digests.toArray(Digest[]::new));
  }
}
