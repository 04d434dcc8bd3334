package dev.orlop.hold.gc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.car.cid.Digest;
import dev.orlop.hold.disk.Crash;
import dev.orlop.hold.disk.CrashHook;
import dev.orlop.hold.gc.GcBook.Page;
import dev.orlop.hold.store.StoreBusyException;
import dev.orlop.hold.store.StoreFailedException;
import dev.orlop.hold.store.sql.CutProxy;
import dev.orlop.hold.store.sql.Database;
import dev.orlop.hold.store.sql.DatabaseSettings;
import dev.orlop.hold.store.sql.SharedLocks;
import dev.orlop.hold.store.sql.TestPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Collectors of several processes, which share a store and a database. */
class SharedCollectorTest extends GcBookContract {
  private final DatabaseSettings settings = TestPostgres.migrated();
  private final Deque<AutoCloseable> toClose = new ArrayDeque<>();
  @TempDir Path folder;

  @Override
  GcBook open() {
    return open(settings);
  }

  private GcBook open(DatabaseSettings at) {
    Database database = Database.connect(at);
    SharedLocks locks = new SharedLocks(database);
    toClose.addFirst(database);
    toClose.addFirst(locks);
    return new TableBook(database, locks);
  }

  @AfterEach
  void close() throws Exception {
    CrashHook.unhook();
    for (AutoCloseable each : toClose) {
      each.close();
    }
  }

  private static Set<Digest> store(GcWorld world) {
    Set<Digest> free = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      free.add(world.store("free " + i));
    }
    world.passGrace();
    world.cycle();
    world.passInterval();
    return free;
  }

  @ParameterizedTest
  @EnumSource
  void aRunThatIsCutOffAtOneIsEndedByTheOther(GcStep step) {
    GcWorld world = new GcWorld(folder);
    world.writeInto(this::open);
    Set<Digest> free = store(world);
    Crash.at(step);
    assertThrows(Crash.class, world::cycle);
    CrashHook.unhook();
    // Another process, with nothing of its own but connections.
    world.reopen();
    world.cycle();
    assertEquals(Set.of(), world.stored());
    assertEquals(free, world.trashed());
    assertEquals(free, Set.copyOf(world.receipts.digests(GcAction.TRASH)));
    assertEquals(1, world.receipts.all.size());
    assertEquals(List.of(), lines(open(), Page.RUN));
  }

  @Test
  void whatOneSurveyedIsNotDueAtTheOther() {
    GcWorld world = new GcWorld(folder);
    world.writeInto(this::open);
    Set<Digest> free = store(world);
    world.reopen();
    assertEquals(20, world.collector.standing().stored().free());
    world.cycle();
    assertEquals(free, world.trashed());
  }

  @Test
  void twoAtOnceDoOneAfterTheOtherAndWhatIsDueIsLeftToWhoIsAtIt() throws Exception {
    GcBook one = open();
    GcBook other = open();
    GcWorld world = new GcWorld(folder);
    world.writeInto(() -> other);
    Set<Digest> free = store(world);
    CountDownLatch asked = new CountDownLatch(1);
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Collector.Cycle> waiting;
      try (GcBook.Alone _ = take(one)) {
        assertTrue(other.tryAlone().isEmpty());
        world.collector.tick();
        waiting =
            pool.submit(
                () -> {
                  asked.countDown();
                  return world.cycle();
                });
        asked.await();
        assertFalse(waiting.isDone());
        assertEquals(Set.of(), world.trashed());
      }
      assertEquals(20, waiting.get().trashed().orElseThrow().count());
    }
    assertEquals(free, world.trashed());
  }

  @Test
  void whoDiesWithTheBookKeepsNobodyFromItAndWritesNothingMore() throws IOException {
    try (CutProxy proxy = new CutProxy(settings)) {
      GcBook dying = open(proxy.settings(settings));
      GcBook.Alone lost = take(dying);
      dying.append(Page.RUN, "one\n", true);
      proxy.cut();
      GcBook next = open();
      GcBook.Alone mine = next.tryAlone().or(next::tryAlone).orElseThrow();
      assertEquals(List.of("one"), lines(next, Page.RUN));
      // Not dead after all, and connected anew.
      assertRefused(() -> dying.append(Page.RUN, "two\n", true));
      assertRefused(() -> dying.remove(Page.RUN));
      assertEquals(List.of("one"), lines(next, Page.RUN));
      lost.close();
      assertTrue(open().tryAlone().isEmpty());
      mine.close();
      take(open()).close();
    }
  }

  /** Once it has a connection again. */
  private static void assertRefused(Runnable write) {
    for (int i = 0; i < 20; i++) {
      try {
        write.run();
      } catch (StoreFailedException e) {
        continue;
      } catch (StoreBusyException e) {
        return;
      }
      throw new AssertionError("it was written");
    }
    throw new AssertionError("there is no connection");
  }
}
