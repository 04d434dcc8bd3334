package dev.orlop.hold.events;

import static dev.orlop.hold.events.EventWorld.ALICE;
import static dev.orlop.hold.events.EventWorld.BOB;
import static dev.orlop.hold.events.EventWorld.delete;
import static dev.orlop.hold.events.EventWorld.put;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.firehose.CommitEvent;
import dev.orlop.atproto.firehose.Event;
import dev.orlop.atproto.firehose.IdentityEvent;
import dev.orlop.atproto.syntax.Datetime;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.hold.pds.CommitListener;
import dev.orlop.hold.pds.CommitResult;
import dev.orlop.hold.pds.Repos;
import dev.orlop.hold.store.Group;
import dev.orlop.hold.store.RepoIndex;
import dev.orlop.hold.store.car.LogReader;
import dev.orlop.hold.store.index.MvRepoIndex;
import dev.orlop.mst.CommitDraft;
import dev.orlop.mst.CommitNews;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Events in files. */
class EventLogTest extends EventContract {
  @Override
  EventWorld open(Path own, EventLog.Settings settings) {
    return new EventWorld(own, settings);
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
      Path tail = world.files().files().last().orElseThrow().path();
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
      List<Segment> segments = world.files().files().segments();
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
      List<Segment> segments = world.files().files().segments();
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
      assertTrue(world.files().files().segments().size() > 2);
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
