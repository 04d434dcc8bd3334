package dev.orlop.hold.gc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.car.cid.Digest;
import dev.orlop.hold.disk.Crash;
import dev.orlop.hold.disk.CrashHook;
import dev.orlop.hold.disk.DiskException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever ends a run, the next process ends it as it would have, and leaves one receipt. */
class KilledRunTest {
  @TempDir Path folder;
  private GcWorld world;
  private final Set<Digest> free = new HashSet<>();
  private Digest used;

  @BeforeEach
  void store() {
    world = new GcWorld(folder);
    used = world.store("used");
    world.used.add(used);
    for (int i = 0; i < 20; i++) {
      free.add(world.store("free " + i));
    }
    world.passGrace();
    world.cycle();
    world.passInterval();
  }

  @AfterEach
  void unhook() {
    CrashHook.unhook();
  }

  @ParameterizedTest
  @EnumSource
  void aRunThatIsKilledAnywhereIsEndedByTheNextProcess(GcStep step) {
    Crash.at(step);
    assertThrows(Crash.class, world::cycle);
    CrashHook.unhook();
    world.reopen();
    world.cycle();
    assertEquals(Set.of(used), world.stored());
    assertEquals(free, world.trashed());
    assertEquals(List.copyOf(sorted(free)), sorted(world.receipts.digests(GcAction.TRASH)));
    assertEquals(1, world.receipts.all.size());
    assertTidy();
  }

  @ParameterizedTest
  @EnumSource(names = {"ANNOUNCED", "GONE", "ENDED", "RECEIPTED"})
  void anEmptyingOfTheTrashThatIsKilledIsEndedToo(GcStep step) {
    world.cycle();
    world.passRetention();
    Crash.at(step);
    assertThrows(Crash.class, world.collector::tick);
    CrashHook.unhook();
    world.reopen();
    world.collector.tick();
    assertEquals(Set.of(), world.trashed());
    assertEquals(List.copyOf(sorted(free)), sorted(world.receipts.digests(GcAction.PURGE)));
    assertEquals(2, world.receipts.all.size());
    assertTidy();
  }

  @Test
  void whatWasAnnouncedAndIsNeededByThenStaysAndTheReceiptSaysSo() {
    Crash.at(GcStep.ANNOUNCED);
    assertThrows(Crash.class, world::cycle);
    CrashHook.unhook();
    Digest needed = free.iterator().next();
    world.used.add(needed);
    world.reopen();
    world.collector.tick();
    assertEquals(Set.of(used, needed), world.stored());
    assertEquals(19, world.receipts.all.getFirst().count());
    assertTrue(!world.receipts.digests(GcAction.TRASH).contains(needed));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14})
  void aDiskThatRefusesLosesNothingAndTheRunIsEndedLater(int operations) throws IOException {
    world.disk.breakAfter(operations);
    try {
      world.cycle();
    } catch (DiskException _) {
      // As it may.
    }
    world.disk.mend();
    world.cycle();
    world.passInterval();
    world.cycle();
    assertEquals(Set.of(used), world.stored());
    assertEquals(free, world.trashed());
    assertEquals(sorted(free), sorted(world.receipts.digests(GcAction.TRASH)));
    assertTidy();
  }

  @Test
  void aCandidateListThatIsGoneOrHalfWrittenOnlyCostsTime() throws IOException {
    Files.delete(folder.resolve("gc/candidates"));
    Files.writeString(folder.resolve("gc/candidates.next"), "sha256:12");
    world.cycle();
    assertEquals(21, world.stored().size());
    world.passInterval();
    world.cycle();
    assertEquals(Set.of(used), world.stored());
  }

  private void assertTidy() {
    try (Stream<Path> files = Files.list(folder.resolve("gc"))) {
      assertEquals(
          List.of("candidates"), files.map(file -> file.getFileName().toString()).toList());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<Digest> sorted(Iterable<Digest> digests) {
    TreeSet<Digest> sorted = new TreeSet<>();
    int count = 0;
    for (Digest digest : digests) {
      sorted.add(digest);
      count++;
    }
    assertEquals(count, sorted.size(), "named twice");
    return List.copyOf(sorted);
  }
}
