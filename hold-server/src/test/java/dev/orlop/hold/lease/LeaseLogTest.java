package dev.orlop.hold.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.hold.disk.DiskException;
import dev.orlop.hold.disk.FaultyDisk;
import dev.orlop.hold.disk.FaultyDisk.Op;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaseLogTest extends LeaseContract {
  @TempDir Path folder;
  private final FaultyDisk disk = new FaultyDisk();

  @Override
  LeaseLog open() {
    return new LeaseLog(folder, disk, LENGTH, clock);
  }

  @Test
  void theFileOfAnHourGoesWhenItsLeasesAreOver() throws IOException {
    LeaseLog leases = open();
    leases.take(BLOB);
    clock.advance(Duration.ofHours(26));
    leases.take(OTHER);
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(1, files.count());
    }
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
    assertTaken(open(), BLOB, OTHER);
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
