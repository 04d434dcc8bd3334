package dev.orlop.hold.lease;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.hold.store.StoreFailedException;
import dev.orlop.hold.store.sql.CutProxy;
import dev.orlop.hold.store.sql.Database;
import dev.orlop.hold.store.sql.DatabaseSettings;
import dev.orlop.hold.store.sql.TestPostgres;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Leases in a table, by several processes at once. */
class TableLeasesTest extends LeaseContract {
  private final DatabaseSettings settings = TestPostgres.migrated();
  private final List<Database> databases = new ArrayList<>();

  @Override
  Leases open() {
    return open(settings);
  }

  private Leases open(DatabaseSettings at) {
    Database database = Database.connect(at);
    databases.add(database);
    return new TableLeases(database, LENGTH, clock);
  }

  @AfterEach
  void closeAll() {
    databases.forEach(Database::close);
  }

  @Test
  void oneProcessSeesWhatTheOtherTookWhileItLooked() {
    Leases one = open();
    Leases other = open();
    one.take(BLOB);
    assertTrue(other.isTaken(BLOB));
    try (Leases.Alone alone = other.alone(List.of(BLOB))) {
      assertTrue(alone.isTaken(BLOB));
    }
  }

  @Test
  void nobodyTakesALeaseOnWhatAnotherProcessHasAlone() throws Exception {
    Leases pushing = open();
    Leases collecting = open();
    AtomicBoolean alone = new AtomicBoolean();
    CountDownLatch coming = new CountDownLatch(1);
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Boolean> push;
      try (Leases.Alone mine = collecting.alone(List.of(BLOB))) {
        alone.set(true);
        push =
            pool.submit(
                () -> {
                  coming.countDown();
                  pushing.take(BLOB);
                  return alone.get();
                });
        coming.await();
        pushing.take(OTHER);
        assertFalse(mine.isTaken(BLOB));
        alone.set(false);
      }
      assertFalse(push.get(), "a lease was taken while another process had the blob alone");
    }
    assertTrue(collecting.isTaken(BLOB));
  }

  @Test
  void whoDiesWithABlobToItselfKeepsItFromNobody() throws Exception {
    Leases pushing = open();
    try (CutProxy proxy = new CutProxy(settings)) {
      Leases.Alone dying = open(proxy.settings(settings)).alone(List.of(BLOB));
      proxy.refuse();
      proxy.cut();
      pushing.take(BLOB);
      assertTrue(pushing.isTaken(BLOB));
      // Not dead after all: it finds out before it takes anything away.
      assertThrows(StoreFailedException.class, dying::require);
      dying.close();
    }
  }

  @Test
  void takingAgainWithinTheHourAsksTheDatabaseNothing() throws Exception {
    try (CutProxy proxy = new CutProxy(settings)) {
      Leases leases = open(proxy.settings(settings).withPatience(Duration.ofMillis(300)));
      leases.take(BLOB);
      proxy.refuse();
      proxy.cut();
      leases.take(BLOB);
      assertThrows(StoreFailedException.class, () -> leases.take(OTHER));
      assertFalse(leases.isFresh(OTHER));
    }
  }
}
