package dev.orlop.hold.events;

import static dev.orlop.hold.events.EventWorld.ALICE;
import static dev.orlop.hold.events.EventWorld.put;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.firehose.CommitEvent;
import dev.orlop.atproto.firehose.Event;
import dev.orlop.atproto.firehose.SyncEvent;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.hold.disk.Crash;
import dev.orlop.hold.disk.CrashHook;
import dev.orlop.hold.store.CrashPoint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventCrashTest {
  @TempDir Path folder;

  @AfterEach
  void unhook() {
    CrashHook.unhook();
  }

  static List<Enum<?>> betweenCommitAndEvent() {
    return List.of(
        CrashPoint.GROUP_WRITTEN,
        CrashPoint.GROUP_FORCED,
        CrashPoint.INDEX_HALF_WRITTEN,
        CrashPoint.GROUP_INDEXED,
        EventStep.TOLD,
        EventStep.WRITTEN);
  }

  @ParameterizedTest
  @MethodSource("betweenCommitAndEvent")
  void aCommitWhoseProcessEndsBeforeItIsToldIsToldByTheNext(Enum<?> point) {
    try (EventWorld world = new EventWorld(folder)) {
      world.fill(0, 5);
      List<Event> before = world.events(0);
      Crash.at(point);
      assertThrows(Crash.class, () -> world.fill(5, 6));
      CrashHook.unhook();
      world.kill();
      check(world, before, 6);
      world.fill(6, 9);
      check(world, before, 9);
      world.kill();
      check(world, before, 9);
    }
  }

  /** Each commit once, those that were served under the seqs that they had. */
  private static void check(EventWorld world, List<Event> before, int commits) {
    List<Event> events = world.follow();
    List<Tid> revs = events.stream().map(event -> ((CommitEvent) event).rev()).toList();
    assertEquals(commits, revs.stream().distinct().count());
    assertEquals(commits, revs.size());
    assertEquals(
        before.stream().map(Event::seq).toList(),
        events.stream().limit(before.size()).map(Event::seq).toList());
  }

  static Stream<EventStep> ofTheCheckpoint() {
    return Stream.of(
        EventStep.SEGMENT_BEGUN, EventStep.FORCED, EventStep.CHECKED, EventStep.RETIRED);
  }

  @ParameterizedTest
  @MethodSource("ofTheCheckpoint")
  void tidyingUpMayEndAnywhere(EventStep point) {
    try (EventWorld world = new EventWorld(folder)) {
      world.fill(0, 40);
      world.clock.advance(Duration.ofDays(4));
      Crash.at(point);
      assertThrows(
          Crash.class,
          () -> {
            world.log().tidy();
            world.fill(40, 80);
          });
      CrashHook.unhook();
      world.kill();
      world.fill(80, 82);
      world.log().tidy();
      List<Event> events = world.follow();
      Tid head = world.repo(ALICE).head().rev();
      assertEquals(head, ((CommitEvent) events.getLast()).rev());
      world.kill();
      assertEquals(events.size(), world.follow().size());
    }
  }

  @Test
  void aCommitThatTheIndexNeverTookInLifeIsToldByTheNextProcessThoughALaterCheckpointWasWritten() {
    try (EventWorld world = new EventWorld(folder)) {
      world.fill(0, 5);
      Crash.at(CrashPoint.GROUP_FORCED);
      assertThrows(Crash.class, () -> world.fill(5, 6));
      CrashHook.unhook();
      // Another repo goes on, and what it told is on disk.
      world.clock.advance(Duration.ofSeconds(5));
      world.commit(EventWorld.BOB, put(1, "bob"));
      world.log().tidy();
      world.kill();
      assertEquals(7, world.follow().size());
    }
  }

  @Test
  void whatACompactionHidIsToldAsWhereTheRepoStands() {
    try (EventWorld world = new EventWorld(folder)) {
      world.fill(0, 5);
      world.disk.fill();
      world.fill(5, 8);
      world.repo(ALICE).compact();
      world.disk.refuse(_ -> false);
      world.kill();
      List<Event> events = world.follow();
      assertTrue(events.getLast() instanceof SyncEvent);
      assertEquals(6, events.size());
    }
  }
}
