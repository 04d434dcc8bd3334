package dev.orlop.hold.pds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.disk.CrashHook;
import dev.orlop.hold.store.CrashPoint;
import dev.orlop.hold.store.StoreDamagedException;
import dev.orlop.mst.RepoState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RepoRecoveryTest {
  @TempDir Path folder;

  /** Stands for the end of the process. */
  private static final class Crash extends Error {}

  @AfterEach
  void unhook() {
    CrashHook.unhook();
  }

  private static void crashAt(CrashPoint wanted) {
    CrashHook.hook(
        point -> {
          if (point == wanted) {
            throw new Crash();
          }
        });
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "GROUP_HALF_WRITTEN",
        "GROUP_WRITTEN",
        "GROUP_FORCED",
        "INDEX_HALF_WRITTEN",
        "GROUP_INDEXED"
      })
  void aCommitThatACrashInterruptsIsThereWholeOrNotAtAll(CrashPoint point) throws IOException {
    try (RepoWorld world = new RepoWorld(folder)) {
      Map<RepoPath, Cid> before = fill(world, 30);
      RepoState head = world.repo().head();
      crashAt(point);
      assertThrows(Crash.class, () -> world.repo().commit(CommitRequest.of(RepoWorld.put(500, 1))));
      CrashHook.unhook();
      world.reopen();
      Map<RepoPath, Cid> after = RepoWorld.after(before, List.of(RepoWorld.put(500, 1)));
      if (point == CrashPoint.GROUP_HALF_WRITTEN) {
        assertEquals(head, world.repo().head());
        world.check(before);
      } else {
        // Nobody was answered, and the bytes are there: the commit stands.
        assertTrue(world.repo().head().rev().compareTo(head.rev()) > 0);
        world.check(after);
      }
      assertInstanceOf(
          CommitResult.Committed.class,
          world.repo().commit(CommitRequest.of(RepoWorld.put(501, 1))));
    }
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "COMPACTION_HALF_WRITTEN",
        "COMPACTION_WRITTEN",
        "COMPACTION_RENAMED",
        "COMPACTION_INDEXED",
        "COMPACTION_HALF_RETIRED"
      })
  void aCompactionThatACrashInterruptsLosesNothing(CrashPoint point) throws IOException {
    // Small segments, so that there are several to retire.
    try (RepoWorld world = new RepoWorld(folder, new Repos.Settings(4_000, 100))) {
      Map<RepoPath, Cid> model = fill(world, 30);
      RepoState head = world.repo().head();
      crashAt(point);
      assertThrows(Crash.class, () -> world.repo().compact());
      CrashHook.unhook();
      world.reopen();
      assertEquals(head, world.repo().head());
      world.check(model);
      world.rebuild();
      assertEquals(head, world.repo().head());
      world.check(model);
    }
  }

  @Test
  void compactionKeepsTheLiveBlocksAndNoOthers() throws IOException {
    try (RepoWorld world = new RepoWorld(folder)) {
      Map<RepoPath, Cid> model = fill(world, 60);
      long blocks = world.repo().size().blocks();
      Repo.Compaction compaction = world.repo().compact();
      assertTrue(compaction.bytesAfter() < compaction.bytesBefore() / 4);
      assertEquals(blocks, world.repo().size().blocks());
      world.check(model);
      try (Stream<Path> files = Files.list(world.repos().folder(RepoWorld.DID))) {
        assertEquals(1, files.count());
      }
    }
  }

  @Test
  void aLogThatEndsAnywhereInItsLastGroupIsCutBackToTheOneBefore() throws IOException {
    Map<RepoPath, Cid> before;
    Map<RepoPath, Cid> after;
    long start;
    Path segment;
    try (RepoWorld world = new RepoWorld(folder.resolve("world"))) {
      before = fill(world, 5);
      segment = world.repos().folder(RepoWorld.DID).resolve("00000001.car");
      start = Files.size(segment);
      world.repo().commit(CommitRequest.of(RepoWorld.put(500, 1)));
      after = RepoWorld.after(before, List.of(RepoWorld.put(500, 1)));
    }
    byte[] whole = Files.readAllBytes(segment);
    for (int length = (int) start; length <= whole.length; length += length < start + 50 ? 1 : 37) {
      Files.write(segment, Arrays.copyOf(whole, length));
      deleteIndex(folder.resolve("world"));
      try (RepoWorld world = new RepoWorld(folder.resolve("world"))) {
        world.check(length == whole.length ? after : before);
      }
    }
  }

  @Test
  void aLostIndexIsMadeAnew() throws IOException {
    Map<RepoPath, Cid> model;
    try (RepoWorld world = new RepoWorld(folder)) {
      model = fill(world, 40);
    }
    deleteIndex(folder);
    try (RepoWorld world = new RepoWorld(folder)) {
      world.check(model);
    }
  }

  @Test
  void aBrokenIndexIsMovedAsideAndMadeAnew() throws IOException {
    Map<RepoPath, Cid> model;
    try (RepoWorld world = new RepoWorld(folder)) {
      model = fill(world, 40);
    }
    Path file = folder.resolve("index/index.mv.db");
    byte[] bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, (byte) 'x');
    Files.write(file, bytes);
    try (RepoWorld world = new RepoWorld(folder)) {
      world.check(model);
    }
    try (Stream<Path> files = Files.list(folder.resolve("index"))) {
      assertTrue(files.anyMatch(path -> path.toString().contains(".broken-")));
    }
  }

  @Test
  void anIndexFromBeforeTheLastCommitsCatchesUp() throws IOException {
    Path index = folder.resolve("index/index.mv.db");
    byte[] old;
    try (RepoWorld world = new RepoWorld(folder)) {
      fill(world, 10);
    }
    old = Files.readAllBytes(index);
    Map<RepoPath, Cid> model;
    try (RepoWorld world = new RepoWorld(folder)) {
      model = fill(world, 40);
    }
    Files.write(index, old);
    try (RepoWorld world = new RepoWorld(folder)) {
      world.check(model);
    }
  }

  @Test
  void damageInTheMiddleOfALogIsNotRepairedByGuessing() throws IOException {
    Path segment;
    try (RepoWorld world = new RepoWorld(folder)) {
      fill(world, 40);
      segment = world.repos().folder(RepoWorld.DID).resolve("00000001.car");
    }
    byte[] bytes = Files.readAllBytes(segment);
    bytes[bytes.length / 2] ^= 1;
    Files.write(segment, bytes);
    deleteIndex(folder);
    try (RepoWorld world = new RepoWorld(folder)) {
      StoreDamagedException refused = assertThrows(StoreDamagedException.class, world::repo);
      assertTrue(String.valueOf(refused.getMessage()).contains("00000001.car"));
      assertEquals(bytes.length, Files.size(segment));
    }
  }

  private static void deleteIndex(Path folder) throws IOException {
    Files.deleteIfExists(folder.resolve("index/index.mv.db"));
  }

  private static Map<RepoPath, Cid> fill(RepoWorld world, int commits) {
    Map<RepoPath, Cid> model = new TreeMap<>();
    for (int i = 0; i < commits; i++) {
      model = RepoWorld.after(model, List.of(RepoWorld.put(i, i)));
      world.repo().commit(CommitRequest.of(RepoWorld.put(i, i)));
    }
    return model;
  }
}
