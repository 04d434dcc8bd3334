package dev.orlop.hold.pull;

import static dev.orlop.hold.pull.PullWorld.APP;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.hold.disk.Crash;
import dev.orlop.hold.disk.CrashHook;
import dev.orlop.hold.disk.FaultyDisk.Op;
import dev.orlop.hold.disk.Freeze;
import dev.orlop.hold.pds.records.ImageRepository;
import dev.orlop.hold.store.CrashPoint;
import dev.orlop.hold.store.StoreFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The process ends wherever it may: an answered pull is counted, and once. */
class PullRestartTest {
  private static final int ANSWERED = 10;

  @TempDir Path folder;
  private PullWorld world;

  @BeforeEach
  void pull() {
    world = new PullWorld(folder);
    for (int i = 0; i < ANSWERED; i++) {
      world.pull(APP);
    }
  }

  @AfterEach
  void close() {
    CrashHook.unhook();
    world.close();
  }

  @Test
  void withoutAnyFoldTheJournalAloneHasTheNumber() {
    world.kill();
    assertEquals(0, world.recorded(APP));
    world.assertPulled(ANSWERED, APP);
  }

  @ParameterizedTest
  @EnumSource(names = {"WRITTEN", "FORCED"})
  void aPullThatIsOnDiskButNotAnsweredCountsOnceOrNotAtAll(PullStep step) throws Exception {
    Freeze freeze = Freeze.at(step);
    Thread.startVirtualThread(() -> world.pull(APP));
    freeze.await();
    // The file system has it, and a kill of the process leaves that be.
    world.kill();
    world.assertPulled(ANSWERED + 1, APP);
  }

  @Test
  void anEndBetweenTwoGenerationsLosesNothing() throws Exception {
    Freeze freeze = Freeze.at(PullStep.ROTATED);
    Thread.startVirtualThread(world::fold);
    freeze.await();
    world.kill();
    world.assertPulled(ANSWERED, APP);
  }

  @Test
  void anEndBetweenTheCommitAndTheDeletionOfItsGenerationsCountsNothingTwice() {
    Crash.at(PullStep.FOLDED);
    assertThrows(Crash.class, world::fold);
    CrashHook.unhook();
    assertEquals(ANSWERED, world.pulled(APP));
    assertEquals(ANSWERED, world.recorded(APP));
    world.assertPulled(ANSWERED, APP);
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "GROUP_HALF_WRITTEN",
        "GROUP_WRITTEN",
        "GROUP_FORCED",
        "INDEX_HALF_WRITTEN",
        "GROUP_INDEXED"
      })
  void anEndInTheMiddleOfTheCommitCountsNothingTwice(CrashPoint point) {
    Crash.at(point);
    assertThrows(Crash.class, world::fold);
    CrashHook.unhook();
    world.assertPulled(ANSWERED, APP);
  }

  @Test
  void aCommitWhoseAnswerIsLostIsNotMadeAgain() {
    AtomicBoolean once = new AtomicBoolean(true);
    CrashHook.hook(
        point -> {
          if (point == CrashPoint.INDEX_HALF_WRITTEN && once.getAndSet(false)) {
            throw new StoreFailedException("the index is away", new IOException("gone"));
          }
        });
    assertThrows(StoreFailedException.class, world::fold);
    assertEquals(ANSWERED, world.pulled(APP));
    world.pull(APP);
    assertEquals(ANSWERED + 1, world.pulled(APP));
    world.fold();
    assertEquals(ANSWERED + 1, world.recorded(APP));
    world.assertPulled(ANSWERED + 1, APP);
  }

  @Test
  void anEndBetweenTheCommitsOfOneLargeFoldCountsNothingTwice() {
    int repositories = 2 * PullJournal.MAX_REPOSITORIES + 20;
    List<ImageRepository> all =
        Stream.iterate(0, i -> i + 1)
            .limit(repositories)
            .map(i -> PullWorld.repository("app" + i))
            .toList();
    all.forEach(world::pull);
    Crash.at(PullStep.FOLDED);
    assertThrows(Crash.class, world::fold);
    CrashHook.unhook();
    long folded = all.stream().filter(each -> world.recorded(each) > 0).count();
    assertTrue(0 < folded && folded < repositories, folded + " are folded");
    world.kill();
    all.forEach(each -> assertEquals(1, world.pulled(each)));
    world.fold();
    all.forEach(each -> assertEquals(1, world.recorded(each)));
    world.assertPulled(ANSWERED, APP);
  }

  @Test
  void oneFoldIsOneCommitAndLeavesOneFile() throws IOException {
    world.pull(PullWorld.repository("other"));
    world.fold();
    assertEquals(List.of(2), world.commits.stream().map(List::size).toList());
    world.fold();
    assertEquals(1, world.commits.size());
    world.pull(APP);
    world.fold();
    assertEquals(List.of(2, 1), world.commits.stream().map(List::size).toList());
    assertEquals(ANSWERED + 1, world.recorded(APP));
    assertEquals(1, files());
  }

  @Test
  void theTimeOfTheLastPullDoesNotGoBackWithTheClock() {
    Instant last = world.clock.instant();
    world.fold();
    world.clock.advance(Duration.ofMinutes(-5));
    world.pull(APP);
    for (int round = 0; round < 2; round++) {
      assertEquals(Optional.of(last), world.stats().stats(APP).counts().lastPull());
      world.fold();
    }
  }

  @Test
  void whatTheDiskRefusedToRecordIsNotCountedAfterARestart() {
    for (Op refused : new Op[] {Op.WRITE, Op.FORCE}) {
      world.disk.refuse(op -> op == refused);
      assertThrows(PullNotRecordedException.class, () -> world.pull(APP));
      world.disk.mend();
    }
    world.assertPulled(ANSWERED, APP);
  }

  @Test
  void aFoldThatFindsNoRoomForItsNextGenerationLosesNothing() {
    world.disk.fill();
    assertThrows(RuntimeException.class, world::fold);
    world.disk.mend();
    world.pull(APP);
    world.assertPulled(ANSWERED + 1, APP);
  }

  private long files() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("pulls"))) {
      return files.count();
    }
  }
}
