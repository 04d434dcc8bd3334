package dev.orlop.hold.events;

import static dev.orlop.hold.events.EventWorld.ALICE;
import static dev.orlop.hold.events.EventWorld.BOB;
import static dev.orlop.hold.events.EventWorld.put;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.firehose.Event;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.hold.pds.CommitRequest;
import dev.orlop.hold.pds.CommitResult;
import dev.orlop.hold.pds.Repo;
import dev.orlop.hold.store.StoreFailedException;
import dev.orlop.hold.store.sql.OwnPostgres;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that is stopped and started while two processes write. */
class RestartedDatabaseTest {
  private static final int WANTED = 60;

  @TempDir Path folder;

  @Test
  void whatWasAnsweredIsThereOnceAndWhoFollowsSeesAllOfIt() throws Exception {
    try (OwnPostgres postgres = OwnPostgres.start(folder.resolve("postgres"));
        EventWorld one = open("one", postgres);
        EventWorld other = open("other", postgres);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      AtomicInteger answered = new AtomicInteger();
      List<Future<Set<Integer>>> writers = new ArrayList<>();
      int first = 0;
      for (EventWorld world : List.of(one, other)) {
        for (Did did : List.of(ALICE, BOB)) {
          int from = first;
          first += 10_000;
          writers.add(threads.submit(() -> write(world.repo(did), from, answered)));
        }
      }
      for (int restarts = 1; restarts <= 2; restarts++) {
        while (answered.get() < restarts * WANTED) {
          Thread.onSpinWait();
        }
        postgres.restart();
      }
      for (int i = 0; i < writers.size(); i++) {
        Did did = i % 2 == 0 ? ALICE : BOB;
        for (int number : writers.get(i).get()) {
          assertTrue(one.repo(did).record(put(number, "").path()).isPresent());
        }
      }
      // Follows commit upon commit, up to where the repos stand.
      List<Long> seqs = one.follow().stream().map(Event::seq).toList();
      assertEquals(seqs, other.follow().stream().map(Event::seq).toList());
      assertTrue(seqs.size() >= answered.get());
    }
  }

  private EventWorld open(String name, OwnPostgres postgres) {
    return new EventWorld(folder.resolve(name), EventWorld.SMALL, Optional.of(postgres.migrated()));
  }

  /** Goes on until it has had enough answers; says which were written. */
  private static Set<Integer> write(Repo repo, int from, AtomicInteger answered) {
    Set<Integer> written = new HashSet<>();
    for (int i = 0; written.size() < WANTED; i++) {
      try {
        if (repo.commit(CommitRequest.of(put(from + i, "x"))) instanceof CommitResult.Committed) {
          written.add(from + i);
          answered.incrementAndGet();
        }
      } catch (StoreFailedException e) {
        // As a client is told: try again later.
      }
    }
    return written;
  }
}
