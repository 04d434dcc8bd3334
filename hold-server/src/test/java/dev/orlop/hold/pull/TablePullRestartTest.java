package dev.orlop.hold.pull;

import static dev.orlop.hold.pull.PullWorld.APP;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.hold.disk.Crash;
import dev.orlop.hold.disk.CrashHook;
import dev.orlop.hold.quota.QuotaSettings;
import dev.orlop.hold.store.sql.CutProxy;
import dev.orlop.hold.store.sql.DatabaseSettings;
import dev.orlop.hold.store.sql.SqlStep;
import dev.orlop.hold.store.sql.TestPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** With repo and journal in a database, of which other processes make use, too. */
class TablePullRestartTest extends PullRestartContract {
  private static final int PULLS = 60;

  private final DatabaseSettings database = TestPostgres.migrated();
  private final CutProxy proxy = new CutProxy(database);

  @Override
  PullWorld open(Path root) {
    return new PullWorld(root, QuotaSettings.NONE, Optional.of(proxy.settings(database)));
  }

  @AfterEach
  void closeProxy() throws IOException {
    proxy.close();
  }

  /** A fold ends a generation, commits it, and drops it: three transactions. */
  @ParameterizedTest
  @CsvSource({
    "COMMITTING, 1",
    "COMMITTED, 1",
    "LOCKED, 1",
    "ROWS_WRITTEN, 1",
    "EVENTS_WRITTEN, 1",
    "COMMITTING, 2",
    "COMMITTED, 2",
    "COMMITTING, 3",
    "COMMITTED, 3"
  })
  void anEndAnywhereInAFoldCountsNothingTwice(SqlStep step, int time) {
    AtomicInteger times = new AtomicInteger();
    CrashHook.hook(
        at -> {
          if (at == step && times.incrementAndGet() == time) {
            throw new Crash();
          }
        });
    assertThrows(Crash.class, world::fold);
    CrashHook.unhook();
    assertEquals(ANSWERED, world.pulled(APP));
    world.assertPulled(ANSWERED, APP);
  }

  @ParameterizedTest
  @EnumSource(
      value = SqlStep.class,
      names = {"COMMITTING", "COMMITTED"})
  void aPullWhoseConnectionIsLostIsAnsweredAndCountsOnce(SqlStep step) {
    AtomicBoolean first = new AtomicBoolean(true);
    CrashHook.hook(
        at -> {
          if (at == step && first.getAndSet(false)) {
            proxy.cut();
          }
        });
    world.pull(APP);
    CrashHook.unhook();
    world.assertPulled(ANSWERED + 1, APP);
  }

  @Test
  void aPullWhoseAnswerIsLostOnItsWayBackIsFoundAndCountsOnce() {
    AtomicBoolean first = new AtomicBoolean(true);
    CrashHook.hook(
        at -> {
          if (at == SqlStep.COMMITTING && first.getAndSet(false)) {
            proxy.swallowOneAnswer();
          }
        });
    world.pull(APP);
    CrashHook.unhook();
    world.assertPulled(ANSWERED + 1, APP);
  }

  @Test
  void whileTheDatabaseIsAwayNoPullIsAnswered() {
    proxy.refuse();
    proxy.cut();
    assertThrows(PullNotRecordedException.class, () -> world.pull(APP));
    proxy.mend();
    world.assertPulled(ANSWERED, APP);
  }

  @Test
  void whatAllRecordAllAnswerAndWhoeverFoldsItCountsOnce() throws Exception {
    try (PullWorld other = world.replica("other", database);
        PullWorld third = world.replica("third", database)) {
      List<PullWorld> all = List.of(world, other, third);
      AtomicBoolean over = new AtomicBoolean();
      AtomicLong answered = new AtomicLong(ANSWERED);
      AtomicLong begun = new AtomicLong(ANSWERED);
      try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<?>> pulling = new ArrayList<>();
        List<Future<?>> others = new ArrayList<>();
        for (PullWorld each : all) {
          for (int thread = 0; thread < 4; thread++) {
            pulling.add(
                pool.submit(
                    () -> {
                      for (int i = 0; i < PULLS; i++) {
                        begun.incrementAndGet();
                        each.pull(APP);
                        answered.incrementAndGet();
                      }
                    }));
          }
          others.add(
              pool.submit(
                  () -> {
                    while (!over.get()) {
                      each.fold();
                    }
                  }));
          others.add(
              pool.submit(
                  () -> {
                    long seen = 0;
                    while (!over.get()) {
                      long atLeast = Math.max(seen, answered.get());
                      seen = each.pulled(APP);
                      long atMost = begun.get();
                      assertTrue(atLeast <= seen && seen <= atMost, atLeast + " " + seen);
                    }
                  }));
        }
        for (Future<?> each : pulling) {
          each.get();
        }
        over.set(true);
        for (Future<?> each : others) {
          each.get();
        }
      }
      for (PullWorld each : all) {
        assertEquals(ANSWERED + 12 * PULLS, each.pulled(APP));
      }
      third.fold();
      assertEquals(ANSWERED + 12 * PULLS, world.recorded(APP));
    }
    world.assertPulled(ANSWERED + 12 * PULLS, APP);
  }

  @Test
  void whatAKilledProcessRecordedAnotherFolds() {
    try (PullWorld other = world.replica("other", database)) {
      proxy.refuse();
      proxy.cut();
      assertEquals(ANSWERED, other.pulled(APP));
      other.fold();
      assertEquals(ANSWERED, other.recorded(APP));
      proxy.mend();
      assertEquals(ANSWERED, world.pulled(APP));
    }
  }
}
