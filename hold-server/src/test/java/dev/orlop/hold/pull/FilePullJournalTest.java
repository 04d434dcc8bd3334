package dev.orlop.hold.pull;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.hold.disk.Crash;
import dev.orlop.hold.disk.CrashHook;
import dev.orlop.hold.disk.DiskException;
import dev.orlop.hold.disk.FaultyDisk;
import dev.orlop.hold.disk.FaultyDisk.Op;
import dev.orlop.hold.pds.records.ImageRepository;
import dev.orlop.lexicons.RepositoryName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FilePullJournalTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00.123Z");
  private static final ImageRepository APP = PullWorld.APP;

  @TempDir Path folder;
  private final FaultyDisk disk = new FaultyDisk();

  @AfterEach
  void unhook() {
    CrashHook.unhook();
  }

  private FilePullJournal open(long folded) {
    return new FilePullJournal(folder, disk, folded, Durability.POWER);
  }

  private static Map<ImageRepository, Tally> content(FilePullJournal journal, long folded) {
    Map<ImageRepository, Tally> sum = new HashMap<>();
    for (Generation generation : journal.above(folded)) {
      generation.tallies().forEach((repo, tally) -> sum.merge(repo, tally, Tally::plus));
    }
    return sum;
  }

  private static long images(FilePullJournal journal) {
    return content(journal, 0).values().stream().mapToLong(Tally::images).sum();
  }

  @Test
  void whatIsRecordedIsThereWithoutAnEndInOrder() {
    FilePullJournal journal = open(0);
    ImageRepository longest =
        new ImageRepository(
            Did.parse("did:web:" + "a".repeat(60) + ".example.com"),
            new RepositoryName("x".repeat(255)));
    journal.record(APP, PullClass.IMAGE, NOON);
    journal.record(APP, PullClass.ARTIFACT, NOON.plusSeconds(2));
    journal.record(APP, PullClass.IMAGE, NOON.plusSeconds(1));
    journal.record(longest, PullClass.ARTIFACT, NOON);
    Map<ImageRepository, Tally> wanted =
        Map.of(
            APP, new Tally(2, 1, NOON.plusSeconds(2)),
            longest, new Tally(0, 1, NOON));
    assertEquals(wanted, content(journal, 0));
    try (FilePullJournal again = open(0)) {
      assertEquals(wanted, content(again, 0));
    }
  }

  @Test
  void aPullIsForcedToDiskBeforeItsRecorderGoesOn() {
    try (FilePullJournal journal = open(0)) {
      disk.forget();
      journal.record(APP, PullClass.IMAGE, NOON);
      assertEquals(List.of(Op.WRITE, Op.FORCE), disk.done());
    }
  }

  @Test
  void whereTheProcessIsAllAPullSurvivesItIsWrittenAtOnceAndForcedSoon() throws Exception {
    CountDownLatch forced = new CountDownLatch(1);
    CountDownLatch may = new CountDownLatch(1);
    try (FilePullJournal journal = new FilePullJournal(folder, disk, 0, Durability.PROCESS)) {
      disk.refuse(
          op -> {
            if (op == Op.FORCE) {
              awaitUninterruptibly(may);
              forced.countDown();
            }
            return false;
          });
      // It returns although nothing is forced before this thread says so.
      journal.record(APP, PullClass.IMAGE, NOON);
      assertEquals(1, JournalFile.read(onlyFile(), 1).size());
      may.countDown();
      forced.await();
    }
  }

  @Test
  void aForceThatFailsAfterTheAnswerLosesNoPull() throws Exception {
    CountDownLatch refused = new CountDownLatch(1);
    long recorded = 1;
    try (FilePullJournal journal = new FilePullJournal(folder, disk, 0, Durability.PROCESS)) {
      disk.refuse(
          op -> {
            if (op == Op.FORCE) {
              refused.countDown();
              return true;
            }
            return false;
          });
      journal.record(APP, PullClass.IMAGE, NOON);
      refused.await();
      disk.mend();
      // Soon nobody writes behind what the disk refused.
      while (journal.ended().isEmpty()) {
        journal.record(APP, PullClass.IMAGE, NOON);
        recorded++;
      }
      assertEquals(recorded, images(journal));
    }
    try (FilePullJournal again = open(0)) {
      assertEquals(recorded, images(again));
    }
  }

  @Test
  void fiftyWhoRecordAtOnceAreAllThereAndShareTheirForces() throws Exception {
    long threads = 50;
    long each = 40;
    try (FilePullJournal journal = open(0)) {
      disk.forget();
      try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<?>> all = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
          ImageRepository mine = PullWorld.repository("app" + thread % 7);
          all.add(
              pool.submit(
                  () -> {
                    for (int i = 0; i < each; i++) {
                      journal.record(mine, PullClass.IMAGE, NOON);
                    }
                  }));
        }
        for (Future<?> one : all) {
          one.get();
        }
      }
      assertEquals(threads * each, images(journal));
      long forces = disk.done().stream().filter(op -> op == Op.FORCE).count();
      assertTrue(forces < threads * each, forces + " forces");
    }
    try (FilePullJournal again = open(0)) {
      assertEquals(threads * each, images(again));
    }
  }

  @Test
  void theNumberOfAGenerationIsNeverUsedAgain() throws IOException {
    long[] numbers = new long[4];
    try (FilePullJournal journal = open(41)) {
      journal.record(APP, PullClass.IMAGE, NOON);
      journal.rotate();
      numbers[0] = journal.ended().getLast().number();
      journal.record(APP, PullClass.IMAGE, NOON);
      journal.rotate();
      numbers[1] = journal.ended().getLast().number();
      journal.forget(numbers[1]);
    }
    // Whoever folds has the mark, whatever became of the files.
    try (FilePullJournal journal = open(numbers[1])) {
      journal.record(APP, PullClass.IMAGE, NOON);
      journal.rotate();
      numbers[2] = journal.ended().getLast().number();
    }
    try (FilePullJournal journal = open(numbers[1])) {
      journal.record(APP, PullClass.IMAGE, NOON);
      journal.rotate();
      numbers[3] = journal.ended().getLast().number();
    }
    assertTrue(41 < numbers[0] && numbers[0] < numbers[1], Arrays.toString(numbers));
    assertTrue(numbers[1] < numbers[2] && numbers[2] < numbers[3], Arrays.toString(numbers));
  }

  @Test
  void whatIsFoldedIsSkippedThoughItsFileIsStillThere() throws IOException {
    FilePullJournal journal = open(0);
    journal.record(APP, PullClass.IMAGE, NOON);
    journal.rotate();
    long folded = journal.ended().getLast().number();
    journal.record(APP, PullClass.IMAGE, NOON);
    try (FilePullJournal again = open(folded)) {
      assertEquals(1, images(again));
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertTrue(files.noneMatch(file -> file.endsWith(String.format("%010d.log", folded))));
    }
  }

  @Test
  void aGenerationCountsForNoMoreRepositoriesThanOneCommitHolds() {
    try (FilePullJournal journal = open(0)) {
      for (int i = 0; i < 2 * PullJournal.MAX_REPOSITORIES + 10; i++) {
        journal.record(PullWorld.repository("app" + i), PullClass.IMAGE, NOON);
        journal.record(PullWorld.repository("app" + i / 2), PullClass.IMAGE, NOON);
      }
      journal.rotate();
      assertEquals(4 * PullJournal.MAX_REPOSITORIES + 20, images(journal));
      assertTrue(journal.ended().size() >= 3);
      for (Generation generation : journal.ended()) {
        assertTrue(generation.tallies().size() <= PullJournal.MAX_REPOSITORIES);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"WRITE", "FORCE"})
  void aPullThatTheDiskRefusesIsNotCountedAndThoseAfterItAre(Op refused) {
    try (FilePullJournal journal = open(0)) {
      journal.record(APP, PullClass.IMAGE, NOON);
      for (int i = 0; i < 3; i++) {
        disk.refuse(op -> op == refused);
        PullNotRecordedException refusal =
            assertThrows(
                PullNotRecordedException.class, () -> journal.record(APP, PullClass.IMAGE, NOON));
        assertTrue(refusal.getCause() instanceof DiskException full && full.outOfSpace());
        disk.mend();
        assertEquals(1 + i, images(journal));
        journal.record(APP, PullClass.IMAGE, NOON);
      }
      assertEquals(4, images(journal));
    }
    try (FilePullJournal again = open(0)) {
      assertEquals(4, images(again));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"WRITTEN", "FORCED"})
  void whateverIsThrownWhileAPullIsWrittenItsRecorderIsToldAndTheNextIsRecorded(PullStep step) {
    try (FilePullJournal journal = open(0)) {
      Crash.at(step);
      assertThrows(
          PullNotRecordedException.class, () -> journal.record(APP, PullClass.IMAGE, NOON));
      CrashHook.unhook();
      journal.record(APP, PullClass.IMAGE, NOON);
      assertEquals(1, images(journal));
    }
  }

  @Test
  void whateverIsThrownWhileAGenerationEndsItsWaiterIsToldAndTheNextEnds() {
    try (FilePullJournal journal = open(0)) {
      journal.record(APP, PullClass.IMAGE, NOON);
      Crash.at(PullStep.ROTATED);
      assertThrows(PullNotRecordedException.class, journal::rotate);
      CrashHook.unhook();
      journal.record(APP, PullClass.IMAGE, NOON);
      journal.rotate();
      assertEquals(2, journal.ended().size());
      assertEquals(2, images(journal));
    }
  }

  @Test
  void aClosedJournalRecordsNothing() {
    FilePullJournal journal = open(0);
    journal.close();
    assertThrows(IllegalStateException.class, () -> journal.record(APP, PullClass.IMAGE, NOON));
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Path onlyFile() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> all = files.toList();
      assertEquals(1, all.size());
      return all.getFirst();
    }
  }
}
