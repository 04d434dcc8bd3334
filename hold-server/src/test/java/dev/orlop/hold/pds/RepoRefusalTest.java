package dev.orlop.hold.pds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.disk.FaultyDisk;
import dev.orlop.hold.store.StoreFailedException;
import dev.orlop.mst.RepoState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A disk or an index that refuses: what was answered stays, and what was not is as if unasked. */
class RepoRefusalTest {
  /** Segments of about three commits. */
  private static final Repos.Settings SMALL = new Repos.Settings(2_000, 100);

  /** The step that compacts where the others commit. */
  private static final int COMPACTING = 4;

  @TempDir Path folder;

  @Test
  void aWriteThatFindsTheDiskFullIsRefusedAndTheNextOneGoesOnWhenThereIsRoom() throws IOException {
    try (RepoWorld world = new RepoWorld(folder)) {
      Map<RepoPath, Cid> model = fill(world, 10);
      Path segment = world.repos().folder(RepoWorld.DID).resolve("00000001.car");
      long size = Files.size(segment);
      RepoState head = world.repo().head();
      for (long room : List.of(0L, 1L, 100L, 400L)) {
        world.disk.fillAfter(room);
        assertThrows(StoreFailedException.class, () -> put(world, 500));
        assertEquals(head, world.repo().head());
        assertEquals(size, Files.size(segment));
        world.check(model);
      }
      world.disk.mend();
      put(world, 500);
      model = RepoWorld.after(model, List.of(RepoWorld.put(500, 500)));
      world.check(model);
      world.reopen();
      world.check(model);
    }
  }

  @Test
  void aRepoOnAReadOnlyDiskIsReadAndNotWritten() throws IOException {
    try (RepoWorld world = new RepoWorld(folder)) {
      Map<RepoPath, Cid> model = fill(world, 10);
      world.disk.refuse(_ -> true);
      assertThrows(StoreFailedException.class, () -> put(world, 500));
      assertThrows(StoreFailedException.class, () -> world.repo().compact());
      world.check(model);
      world.reopen();
      assertThrows(StoreFailedException.class, world::repo);
      world.disk.mend();
      world.check(model);
    }
  }

  /** How a disk goes wrong after a number of operations. */
  enum Fault {
    FOR_ONCE {
      @Override
      void strike(FaultyDisk disk, int after) {
        disk.failOnceAfter(after);
      }
    },
    UNTIL_MENDED {
      @Override
      void strike(FaultyDisk disk, int after) {
        disk.breakAfter(after);
      }
    };

    abstract void strike(FaultyDisk disk, int after);
  }

  @ParameterizedTest
  @EnumSource
  void atWhicheverStepTheDiskRefusesWhatWasAnsweredStaysAndWritingGoesOn(Fault fault)
      throws IOException {
    try (RepoWorld world = new RepoWorld(folder, SMALL)) {
      Map<RepoPath, Cid> model = fill(world, 4);
      boolean struck = true;
      for (int after = 0; struck; after++) {
        fault.strike(world.disk, after);
        struck = false;
        for (int step = 0; step < 7; step++) {
          int value = after * 7 + step;
          if (!tryStep(world, step, value)) {
            struck = true;
            world.check(model);
            world.disk.mend();
            if (!tryStep(world, step, value)) {
              // A restart may be asked for, and must be enough.
              world.restart();
              world.check(model);
              assertTrue(tryStep(world, step, value), "step " + step + " after " + after);
            }
          }
          if (step != COMPACTING) {
            model = RepoWorld.after(model, List.of(RepoWorld.put(step, value)));
          }
        }
        world.disk.mend();
        world.check(model);
        world.restart();
        world.check(model);
        world.rebuild();
        world.check(model);
      }
    }
  }

  private static boolean tryStep(RepoWorld world, int step, int value) {
    try {
      if (step == COMPACTING) {
        world.repo().compact();
      } else {
        world.repo().commit(CommitRequest.of(RepoWorld.put(step, value)));
      }
      return true;
    } catch (StoreFailedException e) {
      return false;
    }
  }

  @Test
  void aCompactionThatFailsBehindItsRenameIsUndone() throws IOException {
    try (RepoWorld world = new RepoWorld(folder)) {
      Map<RepoPath, Cid> model = fill(world, 10);
      AtomicBoolean failed = new AtomicBoolean();
      world.disk.refuse(
          op -> op == FaultyDisk.Op.FORCE_DIRECTORY && failed.compareAndSet(false, true));
      assertThrows(StoreFailedException.class, () -> world.repo().compact());
      put(world, 500);
      model = RepoWorld.after(model, List.of(RepoWorld.put(500, 500)));
      world.restart();
      world.check(model);
    }
  }

  @Test
  void aCompactionThatCannotBeUndoneStopsWritesUntilARestart() throws IOException {
    try (RepoWorld world = new RepoWorld(folder)) {
      Map<RepoPath, Cid> model = fill(world, 10);
      world.disk.refuse(op -> op == FaultyDisk.Op.FORCE_DIRECTORY || op == FaultyDisk.Op.DELETE);
      assertThrows(StoreFailedException.class, () -> world.repo().compact());
      world.disk.mend();
      StoreFailedException refused =
          assertThrows(StoreFailedException.class, () -> put(world, 500));
      assertTrue(String.valueOf(refused.getMessage()).contains("restart"));
      world.check(model);
      world.restart();
      world.check(model);
      put(world, 501);
      model = RepoWorld.after(model, List.of(RepoWorld.put(501, 501)));
      world.check(model);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aCommitThatTheIndexRefusesIsOnDiskAndIsToldOfOnceTheIndexTakesIt(boolean restart)
      throws IOException {
    try (RepoWorld world = new RepoWorld(folder)) {
      Map<RepoPath, Cid> model = fill(world, 10);
      RepoState head = world.repo().head();
      world.index().refuse();
      StoreFailedException refused =
          assertThrows(StoreFailedException.class, () -> put(world, 500));
      assertTrue(String.valueOf(refused.getMessage()).contains("on disk"));
      assertEquals(head, world.repo().head());
      world.check(model);
      // Nothing is put upon what cannot be seen.
      assertThrows(StoreFailedException.class, () -> put(world, 501));
      world.index().mend();
      if (restart) {
        world.reopen();
      }
      put(world, 502);
      model = RepoWorld.after(model, List.of(RepoWorld.put(500, 500), RepoWorld.put(502, 502)));
      world.check(model);
      if (!restart) {
        assertEquals(12, world.told().size());
        assertEquals(world.repo().head(), world.told().getLast().draft().after());
      }
      world.rebuild();
      world.check(model);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aCompactionThatTheIndexRefusesLosesNothing(boolean restart) throws IOException {
    try (RepoWorld world = new RepoWorld(folder, SMALL)) {
      Map<RepoPath, Cid> model = fill(world, 10);
      world.index().refuse();
      assertThrows(StoreFailedException.class, () -> world.repo().compact());
      world.check(model);
      assertThrows(StoreFailedException.class, () -> put(world, 500));
      world.index().mend();
      if (restart) {
        world.reopen();
      }
      put(world, 501);
      model = RepoWorld.after(model, List.of(RepoWorld.put(501, 501)));
      world.check(model);
      world.reopen();
      world.check(model);
      world.rebuild();
      world.check(model);
    }
  }

  @Test
  void anIndexThatLostItsLastGroupsUnderWayIsFoundOutByTheNextCommit() throws IOException {
    try (RepoWorld world = new RepoWorld(folder, SMALL)) {
      Map<RepoPath, Cid> model = fill(world, 10);
      world.repo().compact();
      world.index().forget(RepoWorld.DID);
      put(world, 500);
      model = RepoWorld.after(model, List.of(RepoWorld.put(500, 500)));
      world.check(model);
    }
  }

  @Test
  void aThreadThatIsInterruptedWhileItWritesStopsNobodyElse() throws IOException {
    try (RepoWorld world = new RepoWorld(folder)) {
      Map<RepoPath, Cid> model = fill(world, 10);
      Thread.currentThread().interrupt();
      try {
        assertThrows(StoreFailedException.class, () -> put(world, 500));
      } finally {
        assertTrue(Thread.interrupted());
      }
      put(world, 501);
      model = RepoWorld.after(model, List.of(RepoWorld.put(501, 501)));
      world.check(model);
      world.rebuild();
      world.check(model);
    }
  }

  private static Map<RepoPath, Cid> fill(RepoWorld world, int commits) {
    Map<RepoPath, Cid> model = new TreeMap<>();
    for (int i = 0; i < commits; i++) {
      put(world, i);
      model = RepoWorld.after(model, List.of(RepoWorld.put(i, i)));
    }
    return model;
  }

  private static void put(RepoWorld world, int number) {
    assertInstanceOf(
        CommitResult.Committed.class,
        world.repo().commit(CommitRequest.of(RepoWorld.put(number, number))));
  }
}
