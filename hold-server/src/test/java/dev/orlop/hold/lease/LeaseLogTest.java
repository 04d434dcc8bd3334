package dev.orlop.hold.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.Content;
import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.disk.DiskException;
import dev.orlop.hold.disk.FaultyDisk;
import dev.orlop.hold.disk.FaultyDisk.Op;
import dev.orlop.testkit.ClockAt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaseLogTest {
  private static final Digest BLOB = Content.of("blob").digest();
  private static final Digest OTHER = Content.of("other").digest();

  @TempDir Path folder;
  private final ClockAt clock = new ClockAt("2026-11-21T12:30:00Z");
  private final FaultyDisk disk = new FaultyDisk();

  private LeaseLog open() {
    return new LeaseLog(folder, disk, Duration.ofHours(24), clock);
  }

  @Test
  void aLeaseThatWasTakenOutlivesTheProcessWhateverEndsIt() {
    // Never closed: nobody says goodbye before a kill.
    open().take(BLOB);
    LeaseLog again = open();
    assertTrue(again.isTaken(BLOB));
    assertTrue(again.isFresh(BLOB));
    assertFalse(again.isTaken(OTHER));
    again.take(OTHER);
    LeaseLog third = open();
    assertTrue(third.isTaken(BLOB) && third.isTaken(OTHER));
    assertEquals(2, third.count());
  }

  @Test
  void aLeaseLastsForItsLengthAndForgetsItself() throws IOException {
    LeaseLog leases = open();
    leases.take(BLOB);
    clock.advance(Duration.ofHours(24));
    assertTrue(leases.isTaken(BLOB));
    assertFalse(leases.isFresh(BLOB));
    assertTrue(open().isTaken(BLOB));
    clock.advance(Duration.ofHours(1));
    assertFalse(leases.isTaken(BLOB));
    assertFalse(open().isTaken(BLOB));
    clock.advance(Duration.ofHours(1));
    leases.take(OTHER);
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(1, files.count());
    }
  }

  @Test
  void oneWhoComesAgainProlongsItsLease() {
    LeaseLog leases = open();
    leases.take(BLOB);
    clock.advance(Duration.ofHours(20));
    leases.take(BLOB);
    clock.advance(Duration.ofHours(20));
    assertTrue(leases.isTaken(BLOB));
    assertTrue(open().isTaken(BLOB));
  }

  @Test
  void askingForABlobAgainAndAgainWritesOnceInAnHourAndForcesNothing() {
    LeaseLog leases = open();
    leases.take(BLOB);
    disk.forget();
    for (int i = 0; i < 1000; i++) {
      leases.take(BLOB);
    }
    assertEquals(List.of(), disk.done());
    leases.take(OTHER);
    assertEquals(List.of(Op.WRITE), disk.done());
    clock.advance(Duration.ofHours(1));
    leases.take(OTHER);
    assertFalse(disk.done().contains(Op.FORCE), disk.done().toString());
  }

  @Test
  void aLeaseThatCannotBeWrittenIsNoneAndIsRefused() {
    LeaseLog leases = open();
    leases.take(OTHER);
    disk.fill();
    assertThrows(DiskException.class, () -> leases.take(BLOB));
    assertFalse(leases.isTaken(BLOB));
    disk.mend();
    leases.take(BLOB);
    assertTrue(open().isTaken(BLOB));
  }

  @Test
  void anEndThatWasCutOffIsWrittenOver() throws IOException {
    open().take(BLOB);
    try (Stream<Path> files = Files.list(folder)) {
      Files.write(files.findFirst().orElseThrow(), new byte[5], StandardOpenOption.APPEND);
    }
    LeaseLog leases = open();
    leases.take(OTHER);
    LeaseLog again = open();
    assertTrue(again.isTaken(BLOB) && again.isTaken(OTHER));
    assertEquals(2, again.count());
  }

  @Test
  void aClockThatIsSetBackEndsNothing() {
    LeaseLog leases = open();
    leases.take(BLOB);
    clock.advance(Duration.ofDays(-2));
    assertTrue(leases.isTaken(BLOB));
    assertTrue(open().isTaken(BLOB));
  }

  @Test
  void manyAtOnceLoseNone() throws Exception {
    LeaseLog leases = new LeaseLog(folder, Disk.REAL, Duration.ofHours(24), clock);
    List<Digest> digests =
        IntStream.range(0, 2000).mapToObj(i -> Content.of("blob " + i).digest()).toList();
    Callable<Boolean> all =
        () -> {
          digests.forEach(leases::take);
          return true;
        };
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> each : pool.invokeAll(List.of(all, all, all, all))) {
        assertTrue(each.get());
      }
    }
    LeaseLog again = open();
    assertTrue(digests.stream().allMatch(again::isTaken));
    assertEquals(digests.size(), again.count());
  }

  @Test
  void theSetOfNumbersIsASet() {
    PrefixSet set = new PrefixSet();
    Set<Long> model = new HashSet<>();
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      long number = random.nextInt(10_000) - 5_000L;
      assertEquals(model.contains(number), set.contains(number));
      set.add(number);
      assertEquals(!model.add(number) || set.contains(number), set.contains(number));
    }
    assertEquals(model.size(), set.size());
  }
}
