package dev.orlop.hold.events;

import static dev.orlop.hold.events.EventWorld.ALICE;
import static dev.orlop.hold.events.EventWorld.BOB;
import static dev.orlop.hold.events.EventWorld.delete;
import static dev.orlop.hold.events.EventWorld.put;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.firehose.AccountEvent;
import dev.orlop.atproto.firehose.CommitEvent;
import dev.orlop.atproto.firehose.Event;
import dev.orlop.atproto.firehose.IdentityEvent;
import dev.orlop.atproto.firehose.SyncEvent;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;
import dev.orlop.hold.pds.CommitRequest;
import dev.orlop.hold.pds.CommitResult;
import dev.orlop.mst.RecordWrite;
import dev.orlop.testkit.Cases;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every log of events is, wherever it lies. */
abstract class EventContract {
  @TempDir Path folder;

  /** Repos and their log somewhere, in which there is nothing yet. */
  abstract EventWorld open(Path own, EventLog.Settings settings);

  static List<Long> seqs(List<Event> events) {
    return events.stream().map(Event::seq).toList();
  }

  @Test
  void anyHistoryCanBeFollowedFromItsBeginning() {
    Cases.run(
        5,
        random -> {
          Path own = Files.createTempDirectory(folder, "history");
          try (EventWorld world = open(own, EventWorld.SMALL)) {
            int commits = 0;
            for (int i = 0; i < 60; i++) {
              world.clock.advance(Duration.ofMillis(random.nextInt(3)));
              Did did = random.nextBoolean() ? ALICE : BOB;
              List<RecordWrite> writes =
                  IntStream.range(0, random.nextInt(1, 6))
                      .map(_ -> random.nextInt(60))
                      .distinct()
                      .mapToObj(
                          n -> random.nextInt(3) > 0 ? put(n, "" + random.nextInt(9)) : delete(n))
                      .toList();
              if (world.repo(did).commit(CommitRequest.of(writes))
                  instanceof CommitResult.Committed) {
                commits++;
              }
              if (random.nextInt(15) == 0) {
                world.repo(did).compact();
              }
              if (random.nextInt(20) == 0) {
                world.reopen();
              }
              if (random.nextInt(20) == 0) {
                world.kill();
              }
            }
            assertEquals(
                commits, world.follow().stream().filter(CommitEvent.class::isInstance).count());
          }
        });
  }

  @Test
  void whatWasToldIsThereAfterARestartUnderTheSameSeqs() {
    try (EventWorld world = open(folder, EventWorld.SMALL)) {
      world.fill(0, 30);
      List<Long> before = seqs(world.events(0));
      world.reopen();
      assertEquals(before, seqs(world.events(0)));
      world.kill();
      assertEquals(before, seqs(world.events(0)));
      assertEquals(before.subList(10, 30), seqs(world.events(before.get(9))));
      assertEquals(List.of(), seqs(world.events(before.getLast())));
    }
  }

  @Test
  void seqsGoOnUpwardsThoughTheClockGoesBack() {
    try (EventWorld world = open(folder, EventWorld.SMALL)) {
      world.fill(0, 3);
      world.clock.advance(Duration.ofDays(-30));
      world.fill(3, 6);
      world.reopen();
      world.fill(6, 9);
      world.kill();
      world.fill(9, 12);
      assertEquals(12, world.follow().size());
    }
  }

  @Test
  void newsOfAccountsStandsInLineWithCommits() {
    try (EventWorld world = open(folder, EventWorld.SMALL)) {
      world.fill(0, 1);
      world.log().identity(ALICE, Optional.of(Handle.parse("alice.test")));
      world.log().account(ALICE, false, Optional.of("deactivated"));
      world.log().account(ALICE, true, Optional.empty());
      world.sync(ALICE);
      world.fill(1, 2);
      List<Event> events = world.follow();
      assertInstanceOf(CommitEvent.class, events.get(0));
      assertEquals("alice.test", ((IdentityEvent) events.get(1)).handle().orElseThrow().toString());
      assertEquals(Optional.of("deactivated"), ((AccountEvent) events.get(2)).status());
      assertEquals(Optional.empty(), ((AccountEvent) events.get(3)).status());
      SyncEvent sync = (SyncEvent) events.get(4);
      assertEquals(((CommitEvent) events.get(5)).since().orElseThrow(), sync.rev());
    }
  }

  @Test
  void anInactiveAccountsCommitsAreNotTold() {
    try (EventWorld world = open(folder, EventWorld.SMALL)) {
      world.silence(BOB);
      world.commit(BOB, put(1, "hidden"));
      world.kill();
      assertEquals(List.of(), world.events(0));
    }
  }

  @Test
  void aForgottenAccountsEventsAreServedNoMoreAndItsEndIs() {
    try (EventWorld world = open(folder, EventWorld.SMALL)) {
      for (int i = 0; i < 30; i++) {
        world.commit(ALICE, put(i, "alice"));
        world.commit(BOB, put(i, "bob"));
      }
      world.log().forget(BOB);
      world.log().account(BOB, false, Optional.of("deleted"));
      List<Event> events = world.events(0);
      assertEquals(31, events.size());
      assertEquals(BOB, events.getLast().did());
      world.reopen();
      assertEquals(seqs(events), seqs(world.events(0)));
    }
  }

  @Test
  void aReaderThatFellOutOfWhatIsKeptIsTold() {
    EventLog.Settings narrow = new EventLog.Settings(Duration.ofDays(3), 1L << 30, 20_000, 100);
    try (EventWorld world = open(folder, narrow)) {
      world.fill(0, 60);
      world.awaitTold();
      try (EventReader reader = world.log().read(0)) {
        assertInstanceOf(Read.Messages.class, reader.read());
        world.fill(60, 600);
        world.clock.advance(Duration.ofHours(100));
        world.fill(600, 660);
        world.awaitTold();
        world.log().tidy();
        assertTrue(reader.cursor() < world.log().floor());
        Read last = reader.read();
        while (last instanceof Read.Messages) {
          last = reader.read();
        }
        assertInstanceOf(Read.FellBehind.class, last);
      }
    }
  }
}
