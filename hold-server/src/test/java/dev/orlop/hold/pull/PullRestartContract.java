package dev.orlop.hold.pull;

import static dev.orlop.hold.pull.PullWorld.APP;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.hold.disk.Crash;
import dev.orlop.hold.disk.CrashHook;
import dev.orlop.hold.disk.Freeze;
import dev.orlop.hold.pds.records.ImageRepository;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process ends wherever it may: an answered pull is counted, and once. */
abstract class PullRestartContract {
  static final int ANSWERED = 10;

  @TempDir Path folder;
  PullWorld world;

  /** A world in a folder of its own, with a journal of the kind that is under test. */
  abstract PullWorld open(Path root);

  @BeforeEach
  void pull() {
    world = open(folder);
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
  void aPullThatIsDurableButNotAnsweredCountsOnce() throws Exception {
    Freeze freeze = Freeze.at(PullStep.FORCED);
    Thread.startVirtualThread(() -> world.pull(APP));
    freeze.await();
    world.kill();
    world.assertPulled(ANSWERED + 1, APP);
  }

  @Test
  void withoutAnyFoldTheJournalAloneHasTheNumber() {
    world.kill();
    assertEquals(0, world.recorded(APP));
    world.assertPulled(ANSWERED, APP);
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
  void oneFoldIsOneCommit() {
    world.pull(PullWorld.repository("other"));
    world.fold();
    assertEquals(List.of(2), world.commits.stream().map(List::size).toList());
    world.fold();
    assertEquals(1, world.commits.size());
    world.pull(APP);
    world.fold();
    assertEquals(List.of(2, 1), world.commits.stream().map(List::size).toList());
    assertEquals(ANSWERED + 1, world.recorded(APP));
  }

  @Test
  void aRepositoryThatWasNeverFoldedIsListed() {
    world.pull(PullWorld.repository("zz"));
    assertEquals(
        List.of("app", "zz"),
        world.stats().list(PullWorld.ALICE, Optional.empty(), 10).stream()
            .map(view -> view.repository().name().value())
            .toList());
  }
}
