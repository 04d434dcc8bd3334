package dev.orlop.hold.events;

import static dev.orlop.hold.events.EventWorld.ALICE;
import static dev.orlop.hold.events.EventWorld.BOB;
import static dev.orlop.hold.events.EventWorld.put;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.firehose.AccountEvent;
import dev.orlop.atproto.firehose.CommitEvent;
import dev.orlop.atproto.firehose.Event;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.hold.pds.CommitRequest;
import dev.orlop.hold.pds.CommitResult;
import dev.orlop.hold.pds.Repo;
import dev.orlop.hold.store.sql.DatabaseSettings;
import dev.orlop.hold.store.sql.TestPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two that write to the same repos in one database; neither knows of the other. */
class TwoProcessesTest {
  private static final int COMMITS = 40;

  @TempDir Path folder;

  @Test
  void noCommitIsLostAndWhoFollowsEitherSeesAllInOneOrder() throws Exception {
    DatabaseSettings database = TestPostgres.migrated();
    try (EventWorld one = open("one", database);
        EventWorld other = open("other", database);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      // Its clock is behind: revs and seqs go up all the same.
      other.clock.advance(Duration.ofMinutes(-10));
      List<Future<List<Long>>> readers = new ArrayList<>();
      for (EventWorld world : List.of(one, other)) {
        readers.add(threads.submit(() -> readTo(world.log(), 4 * COMMITS)));
      }
      List<Future<?>> writers = new ArrayList<>();
      int from = 0;
      for (EventWorld world : List.of(one, other)) {
        for (Did did : List.of(ALICE, BOB)) {
          int first = from;
          from += COMMITS;
          writers.add(threads.submit(() -> write(world.repo(did), first)));
        }
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
      List<Long> seqs = readers.getFirst().get();
      assertEquals(seqs, readers.getLast().get());
      assertEquals(seqs.stream().sorted().distinct().toList(), seqs);
      // Each commit follows on the one before, and the last is the head.
      assertEquals(seqs, one.follow().stream().map(Event::seq).toList());
      for (int number = 0; number < 4 * COMMITS; number++) {
        Did did = number / COMMITS % 2 == 0 ? ALICE : BOB;
        assertTrue(one.repo(did).record(put(number, "").path()).isPresent());
      }
    }
  }

  @Test
  void onceAnAccountRestsNoCommitIsToldOfWhicheverProcessMakesIt() {
    DatabaseSettings database = TestPostgres.migrated();
    try (EventWorld one = open("one", database);
        EventWorld other = open("other", database)) {
      one.log().hush(BOB);
      other.commit(BOB, put(0, "not told"));
      one.log().account(BOB, true, Optional.empty());
      other.commit(BOB, put(1, "told"));
      one.log().account(BOB, false, Optional.of("deactivated"));
      other.commit(BOB, put(2, "not told"));
      other.commit(ALICE, put(2, "told"));
      List<Event> events = one.events(0);
      assertEquals(4, events.size());
      assertEquals(List.of(BOB, BOB, BOB, ALICE), events.stream().map(Event::did).toList());
      assertInstanceOf(CommitEvent.class, events.get(1));
      assertInstanceOf(AccountEvent.class, events.get(2));
    }
  }

  private EventWorld open(String name, DatabaseSettings database) {
    return new EventWorld(folder.resolve(name), EventWorld.SMALL, Optional.of(database));
  }

  private static void write(Repo repo, int first) {
    long last = 0;
    for (int i = 0; i < COMMITS; i++) {
      CommitResult.Committed committed =
          assertInstanceOf(
              CommitResult.Committed.class,
              repo.commit(CommitRequest.of(put(first + i, "text " + i))));
      assertTrue(committed.seq() > last);
      last = committed.seq();
    }
  }

  private static List<Long> readTo(EventLog log, int count) throws InterruptedException {
    List<Long> seqs = new ArrayList<>();
    try (EventReader reader = log.read(0)) {
      while (seqs.size() < count) {
        switch (reader.read()) {
          case Read.Messages messages ->
              EventWorld.frames(messages).forEach(frame -> seqs.add(((Event) frame).seq()));
          case Read.UpToDate _ -> reader.await(Duration.ofSeconds(20));
          case Read.FellBehind _ -> throw new AssertionError("nothing was dropped");
        }
      }
    }
    return seqs;
  }
}
