package dev.orlop.hold.events;

import static dev.orlop.hold.events.EventWorld.ALICE;
import static dev.orlop.hold.events.EventWorld.BOB;
import static dev.orlop.hold.events.EventWorld.delete;
import static dev.orlop.hold.events.EventWorld.put;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.firehose.AccountEvent;
import dev.orlop.atproto.firehose.CommitEvent;
import dev.orlop.atproto.firehose.Event;
import dev.orlop.atproto.firehose.IdentityEvent;
import dev.orlop.atproto.firehose.SyncEvent;
import dev.orlop.atproto.syntax.Datetime;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;
import dev.orlop.hold.pds.CommitListener;
import dev.orlop.hold.pds.CommitRequest;
import dev.orlop.hold.pds.CommitResult;
import dev.orlop.hold.pds.Repos;
import dev.orlop.hold.store.Group;
import dev.orlop.hold.store.RepoIndex;
import dev.orlop.hold.store.car.LogReader;
import dev.orlop.hold.store.index.MvRepoIndex;
import dev.orlop.mst.CommitDraft;
import dev.orlop.mst.CommitNews;
import dev.orlop.mst.RecordWrite;
import dev.orlop.testkit.Cases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLogTest {
  @TempDir Path folder;

  private static List<Long> seqs(List<Event> events) {
    return events.stream().map(Event::seq).toList();
  }

  @Test
  void anyHistoryCanBeFollowedFromItsBeginning() {
    Cases.run(
        5,
        random -> {
          Path own = Files.createTempDirectory(folder, "history");
          try (EventWorld world = new EventWorld(own)) {
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
  void whatAGroupKeepsMakesTheSameEventAgain() {
    List<byte[]> told;
    try (EventWorld world = new EventWorld(folder)) {
      world.fill(0, 40);
      world.commit(ALICE, delete(3), put(4, "other"), put(100, "new"));
      world.repo(ALICE).recommit();
      told = world.events(0).stream().map(EventLogTest::withoutSeq).toList();
    }
    assertEquals(42, told.size());
    List<byte[]> again = new ArrayList<>();
    try (Replay replay = new Replay(folder.resolve("repos"), folder.resolve("other-index"))) {
      replay.open(
          ALICE,
          (group, blocks) -> {
            if (group.trailer().since().isPresent()) {
              again.add(
                  withoutSeq(
                      GroupNews.of(ALICE, group, blocks)
                          .toEvent(1, Datetime.parse("2000-01-01T00:00:00Z"))));
            }
          });
    }
    assertEquals(told.size(), again.size());
    for (int i = 0; i < told.size(); i++) {
      assertArrayEquals(told.get(i), again.get(i));
    }
  }

  private static byte[] withoutSeq(Event event) {
    return ((CommitEvent) event).withSeq(1).encode();
  }

  @Test
  void whatWasToldIsThereAfterARestartUnderTheSameSeqs() {
    try (EventWorld world = new EventWorld(folder)) {
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
    try (EventWorld world = new EventWorld(folder)) {
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
  void aLogThatIsLostBeginsAnewAboveAllSeqsBeforeIt() throws IOException {
    try (EventWorld world = new EventWorld(folder)) {
      world.fill(0, 10);
      world.clock.advance(Duration.ofDays(-1));
      long last = world.log().lastSeq();
      world.reopenAfter(
          events -> {
            try (Stream<Path> files = Files.list(events)) {
              for (Path file : files.toList()) {
                Files.delete(file);
              }
            }
          });
      assertTrue(world.log().isNew());
      world.fill(10, 12);
      List<Event> events = world.events(0);
      assertEquals(2, events.size());
      assertTrue(events.getFirst().seq() > last - 1000);
    }
  }

  @Test
  void newsOfAccountsStandsInLineWithCommits() {
    try (EventWorld world = new EventWorld(folder)) {
      world.fill(0, 1);
      world.log().identity(ALICE, Optional.of(Handle.parse("alice.test")));
      world.log().account(ALICE, false, Optional.of("deactivated"));
      world.sync(ALICE);
      world.fill(1, 2);
      List<Event> events = world.follow();
      assertInstanceOf(CommitEvent.class, events.get(0));
      assertEquals("alice.test", ((IdentityEvent) events.get(1)).handle().orElseThrow().toString());
      assertEquals(Optional.of("deactivated"), ((AccountEvent) events.get(2)).status());
      SyncEvent sync = (SyncEvent) events.get(3);
      assertEquals(((CommitEvent) events.get(4)).since().orElseThrow(), sync.rev());
    }
  }

  @Test
  void anInactiveAccountsCommitsAreNotTold() {
    try (EventWorld world = new EventWorld(folder)) {
      world.silence(BOB);
      world.commit(BOB, put(1, "hidden"));
      world.kill();
      assertEquals(List.of(), world.events(0));
    }
  }

  @Test
  void aForgottenAccountsEventsAreServedNoMoreAndItsEndIs() {
    try (EventWorld world = new EventWorld(folder)) {
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
  void whatTheDiskRefusesIsToldOnceItTakesAgain() {
    try (EventWorld world = new EventWorld(folder)) {
      world.fill(0, 5);
      world.disk.fill();
      world.fill(5, 8);
      world.log().identity(ALICE, Optional.empty());
      assertEquals(5, world.events(0).size());
      world.disk.refuse(_ -> false);
      world.fill(8, 9);
      List<Event> events = world.follow();
      assertEquals(10, events.size());
      assertInstanceOf(IdentityEvent.class, events.get(8));
    }
  }

  @Test
  void whatTheDiskRefusesToTheEndIsToldByTheNextProcess() throws IOException {
    try (EventWorld world = new EventWorld(folder)) {
      world.fill(0, 5);
      world.disk.fill();
      world.fill(5, 25);
      world.reopenAfter(_ -> world.disk.refuse(_ -> false));
      assertEquals(25, world.follow().size());
    }
  }

  @Test
  void whatWaitsTooLongIsShortenedToWhereEachRepoStands() {
    Unwritten unwritten = new Unwritten(20_000);
    try (EventWorld world = new EventWorld(folder)) {
      unwritten.add(new News.Identity(BOB, Optional.empty()));
      for (int i = 0; i < 100; i++) {
        CommitResult.Committed committed = world.commit(ALICE, put(i, "x"));
        unwritten.add(new News.Commit(CommitNews.of(committed.draft())));
      }
    }
    List<News> left = unwritten.first(Long.MAX_VALUE);
    assertTrue(left.size() < 20, () -> left.size() + " are left");
    assertInstanceOf(News.Identity.class, left.getFirst());
    assertInstanceOf(News.Sync.class, left.get(1));
  }

  @Test
  void aTornEndIsCutOffAndToldAgain() throws IOException {
    try (EventWorld world = new EventWorld(folder)) {
      world.fill(0, 10);
      long last = world.log().lastSeq();
      Path tail = world.log().files().last().orElseThrow().path();
      world.killAfter(
          _ -> {
            byte[] bytes = Files.readAllBytes(tail);
            Files.write(tail, Arrays.copyOf(bytes, bytes.length - 7));
          });
      List<Event> events = world.follow();
      assertEquals(10, events.size());
      assertTrue(events.getLast().seq() > last);
    }
  }

  @Test
  void aHoleInWhatWasNotForcedTakesAwayWhatCameLaterAndAllIsToldAgain() throws IOException {
    try (EventWorld world = new EventWorld(folder)) {
      world.fill(0, 60);
      List<Segment> segments = world.log().files().segments();
      assertTrue(segments.size() > 2);
      world.killAfter(
          _ -> {
            byte[] bytes = Files.readAllBytes(segments.get(1).path());
            Arrays.fill(bytes, bytes.length / 2, bytes.length, (byte) 0);
            Files.write(segments.get(1).path(), bytes);
          });
      assertEquals(60, world.follow().size());
    }
  }

  @Test
  void aPlaceThatIsDamagedLaterIsPassedOver() throws IOException {
    try (EventWorld world = new EventWorld(folder)) {
      world.fill(0, 60);
      int all = world.events(0).size();
      List<Segment> segments = world.log().files().segments();
      world.reopenAfter(
          _ -> {
            byte[] bytes = Files.readAllBytes(segments.getFirst().path());
            bytes[bytes.length / 2] ^= 1;
            Files.write(segments.getFirst().path(), bytes);
          });
      int left = world.events(0).size();
      assertTrue(left < all && left > all / 2, () -> left + " of " + all);
    }
  }

  @Test
  void oldEventsGoAndTheFloorRises() {
    try (EventWorld world = new EventWorld(folder)) {
      world.fill(0, 60);
      List<Event> all = world.events(0);
      assertTrue(world.log().files().segments().size() > 2);
      world.clock.advance(Duration.ofHours(100));
      world.fill(60, 61);
      world.log().tidy();
      List<Event> kept = world.events(0);
      assertTrue(kept.size() < 61);
      assertEquals(kept.getFirst().seq() - 1, world.log().floor());
      assertTrue(world.log().floor() >= all.get(30).seq());
      world.reopen();
      assertEquals(seqs(kept), seqs(world.events(0)));
    }
  }

  @Test
  void aReaderThatFellOutOfWhatIsKeptIsTold() {
    EventLog.Settings narrow = new EventLog.Settings(Duration.ofDays(3), 1L << 30, 20_000, 100);
    try (EventWorld world = new EventWorld(folder, narrow)) {
      world.fill(0, 60);
      try (EventReader reader = world.log().read(0)) {
        assertInstanceOf(Read.Messages.class, reader.read());
        world.fill(60, 600);
        world.clock.advance(Duration.ofHours(100));
        world.fill(600, 660);
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

  /** Opens repos over an index that knows nothing. */
  private static final class Replay implements AutoCloseable {
    private final Path repos;
    private final RepoIndex index;

    Replay(Path repos, Path index) {
      this.repos = repos;
      this.index = MvRepoIndex.openFile(index);
    }

    void open(Did did, BiConsumer<Group, LogReader> seen) {
      try (Repos opened =
          new Repos(
              repos,
              index,
              Repos.Settings.DEFAULT,
              InstantSource.system(),
              new CommitListener() {
                @Override
                public void committed(CommitDraft draft, long seq) {}

                @Override
                public void replayed(Did of, Group group, LogReader blocks) {
                  seen.accept(group, blocks);
                }
              })) {
        opened.open(did, EventWorld.KEY);
      }
    }

    @Override
    public void close() {
      index.close();
    }
  }
}
