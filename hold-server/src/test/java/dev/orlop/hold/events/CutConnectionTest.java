package dev.orlop.hold.events;

import static dev.orlop.hold.events.EventWorld.ALICE;
import static dev.orlop.hold.events.EventWorld.put;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.hold.disk.CrashHook;
import dev.orlop.hold.pds.CommitRequest;
import dev.orlop.hold.pds.CommitResult;
import dev.orlop.hold.store.StoreFailedException;
import dev.orlop.hold.store.sql.CutProxy;
import dev.orlop.hold.store.sql.DatabaseSettings;
import dev.orlop.hold.store.sql.SqlStep;
import dev.orlop.hold.store.sql.TestPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A connection to the database that is lost in the middle of a write. */
class CutConnectionTest {
  @TempDir Path folder;
  private final DatabaseSettings database = TestPostgres.migrated();
  private CutProxy proxy;
  private EventWorld world;

  @BeforeEach
  void open() {
    proxy = new CutProxy(database);
    world = new EventWorld(folder, EventWorld.SMALL, Optional.of(proxy.settings(database)));
    world.fill(0, 3);
  }

  @AfterEach
  void close() throws IOException {
    CrashHook.unhook();
    world.close();
    proxy.close();
  }

  /** Does something the first time that a write is at a step. */
  private static void at(SqlStep wanted, Runnable action) {
    AtomicBoolean first = new AtomicBoolean(true);
    CrashHook.hook(
        step -> {
          if (step == wanted && first.getAndSet(false)) {
            action.run();
          }
        });
  }

  private boolean isThere(int number) {
    return world.repo(ALICE).record(put(number, "").path()).isPresent();
  }

  @ParameterizedTest
  @EnumSource(SqlStep.class)
  void aWriteThatIsCutOffAnywhereIsWrittenOnce(SqlStep step) {
    at(step, proxy::cut);
    CommitResult.Committed written = world.commit(ALICE, put(50, "kept"));
    assertEquals(written.draft().after(), world.repo(ALICE).head());
    assertEquals(4, world.follow().size());
  }

  @ParameterizedTest
  @EnumSource(
      value = SqlStep.class,
      names = {"LOCKED", "ROWS_WRITTEN", "EVENTS_WRITTEN", "COMMITTING"})
  void aWriteThatIsCutOffForGoodDidNotHappenAndOthersDoOnceTheDatabaseIsBack(SqlStep step) {
    at(
        step,
        () -> {
          proxy.refuse();
          proxy.cut();
        });
    assertThrows(StoreFailedException.class, () -> world.commit(ALICE, put(50, "lost")));
    proxy.mend();
    assertFalse(isThere(50));
    world.commit(ALICE, put(51, "kept"));
    assertEquals(4, world.follow().size());
  }

  @Test
  void aWriteWhoseAnswerIsLostIsFoundAndIsNotRepeated() {
    at(
        SqlStep.COMMITTING,
        () -> {
          proxy.swallowAnswers();
          proxy.refuse();
          Thread.ofVirtual().start(this::mendOnceWritten);
        });
    CommitResult.Committed written = world.commit(ALICE, put(50, "kept"));
    assertEquals(written.draft().after(), world.repo(ALICE).head());
    assertEquals(4, world.follow().size());
  }

  private void mendOnceWritten() {
    try (EventWorld other =
        new EventWorld(folder.resolve("other"), EventWorld.SMALL, Optional.of(database))) {
      while (other.repo(ALICE).record(put(50, "").path()).isEmpty()) {
        Thread.onSpinWait();
      }
    }
    proxy.mend();
  }

  @Test
  void aWriteWhoseAnswerIsLostIsFoundBelowWhatAnotherProcessWroteMeanwhile() {
    at(
        SqlStep.COMMITTING,
        () -> {
          proxy.swallowAnswers();
          proxy.refuse();
          Thread.ofVirtual().start(this::mendOnceWrittenAbove);
        });
    world.commit(ALICE, put(50, "kept"));
    assertTrue(isThere(50));
    assertTrue(isThere(60));
    assertEquals(5, world.follow().size());
  }

  private void mendOnceWrittenAbove() {
    CrashHook.unhook();
    try (EventWorld other =
        new EventWorld(folder.resolve("other"), EventWorld.SMALL, Optional.of(database))) {
      while (other.repo(ALICE).record(put(50, "").path()).isEmpty()) {
        Thread.onSpinWait();
      }
      other.commit(ALICE, put(60, "above"));
    }
    proxy.mend();
  }

  @Test
  void aWriteThatWasNotHeardOfIsDraftedAnewOnWhatAnotherProcessWroteMeanwhile() {
    at(
        SqlStep.COMMITTING,
        () -> {
          proxy.cut();
          CrashHook.unhook();
          try (EventWorld other =
              new EventWorld(folder.resolve("other"), EventWorld.SMALL, Optional.of(database))) {
            other.commit(ALICE, put(60, "first"));
          }
        });
    world.commit(ALICE, put(50, "kept"));
    assertTrue(isThere(50));
    assertTrue(isThere(60));
    assertEquals(5, world.follow().size());
  }

  @Test
  void newsOfAnAccountWaitWhileTheDatabaseIsAwayAndAreToldOnce() {
    proxy.refuse();
    proxy.cut();
    world.log().identity(ALICE, Optional.empty());
    assertThrows(
        StoreFailedException.class,
        () -> world.repo(ALICE).commit(CommitRequest.of(put(50, "lost"))));
    proxy.mend();
    world.log().tidy();
    world.log().tidy();
    assertEquals(4, world.follow().size());
  }
}
