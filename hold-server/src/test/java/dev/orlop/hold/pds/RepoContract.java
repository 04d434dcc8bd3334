package dev.orlop.hold.pds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.car.cid.Cid;
import dev.orlop.mst.RecordWrite;
import dev.orlop.mst.RepoState;
import dev.orlop.testkit.Cases;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every repo is, wherever it lies. */
abstract class RepoContract {
  @TempDir Path folder;

  /** Repos somewhere, of which there are none yet. */
  abstract RepoWorld open(Path own, Repos.Settings settings);

  private RepoWorld open() {
    return open(folder, new Repos.Settings(1L << 20, 1000));
  }

  @Test
  void aRepoIsWhatItsWritesMadeItThroughRestartsRebuildsAndCompactions() {
    Cases.run(
        8,
        random -> {
          Path own = Files.createTempDirectory(folder, "case");
          // Small segments, so that the log runs over several.
          try (RepoWorld world = open(own, new Repos.Settings(20_000, 100))) {
            history(world, random);
          }
        });
  }

  private static void history(RepoWorld world, SplittableRandom random) throws Exception {
    Map<RepoPath, Cid> model = new TreeMap<>();
    RepoState head = world.repo().head();
    long seq = 0;
    for (int step = 0; step < 40; step++) {
      List<RecordWrite> writes = randomWrites(random);
      CommitResult result = world.repo().commit(CommitRequest.of(writes));
      Map<RepoPath, Cid> next = RepoWorld.after(model, writes);
      if (result instanceof CommitResult.Committed committed) {
        assertTrue(committed.draft().commit().rev().compareTo(head.rev()) > 0);
        assertTrue(committed.seq() > seq);
        seq = committed.seq();
        head = committed.draft().after();
      } else {
        assertEquals(model, next);
      }
      model = next;
      switch (random.nextInt(12)) {
        case 0 -> world.reopen();
        case 1 -> world.rebuild();
        case 2 -> world.repo().compact();
        case 3 -> world.clock.advance(Duration.ofSeconds(random.nextInt(-5, 5)));
        default -> {}
      }
      assertEquals(head, world.repo().head());
      if (step % 5 == 0) {
        world.check(model);
      }
    }
    world.check(model);
  }

  private static List<RecordWrite> randomWrites(SplittableRandom random) {
    TreeMap<RepoPath, RecordWrite> writes = new TreeMap<>();
    int count = random.nextInt(1, 6);
    for (int i = 0; i < count; i++) {
      int number = random.nextInt(60);
      // Few values, so that several paths often hold the same bytes.
      RecordWrite write =
          random.nextInt(3) == 0
              ? RepoWorld.delete(number)
              : RepoWorld.put(number, random.nextInt(6));
      writes.put(write.path(), write);
    }
    return new ArrayList<>(writes.values());
  }

  @Test
  void writersAtTheSameTimeEachGetACommitOfTheirOwn() throws Exception {
    try (RepoWorld world = open()) {
      Repo repo = world.repo();
      ConcurrentLinkedQueue<CommitResult.Committed> commits = new ConcurrentLinkedQueue<>();
      List<Future<?>> writers = new ArrayList<>();
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int writer = 0; writer < 16; writer++) {
          int base = writer * 1000;
          writers.add(
              threads.submit(
                  () -> {
                    for (int i = 0; i < 20; i++) {
                      commits.add(
                          assertInstanceOf(
                              CommitResult.Committed.class,
                              repo.commit(CommitRequest.of(RepoWorld.put(base + i, i)))));
                    }
                  }));
        }
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
      assertEquals(320, commits.size());
      List<Tid> revs = commits.stream().map(commit -> commit.draft().commit().rev()).toList();
      assertEquals(320, revs.stream().distinct().count());
      Map<Tid, CommitResult.Committed> byRev = new TreeMap<>();
      commits.forEach(commit -> byRev.put(commit.draft().commit().rev(), commit));
      long seq = 0;
      Cid data = null;
      for (CommitResult.Committed commit : byRev.values()) {
        assertTrue(commit.seq() > seq);
        seq = commit.seq();
        if (data != null) {
          assertEquals(data, commit.draft().prevData().orElseThrow());
        }
        data = commit.draft().commit().data();
      }
      Map<RepoPath, Cid> model = new TreeMap<>();
      for (int number = 0; number < 16_000; number++) {
        if (number % 1000 < 20) {
          model = RepoWorld.after(model, List.of(RepoWorld.put(number, number % 1000)));
        }
      }
      world.check(model);
      world.reopen();
      world.check(model);
    }
  }

  @Test
  void aWriteOnAnotherHeadIsRefused() {
    try (RepoWorld world = open()) {
      Repo repo = world.repo();
      Cid old = repo.head().commit();
      CommitRequest first = CommitRequest.of(RepoWorld.put(1, 1)).onto(old);
      assertInstanceOf(CommitResult.Committed.class, repo.commit(first));
      CommitRequest second = CommitRequest.of(RepoWorld.put(2, 1)).onto(old);
      assertInstanceOf(CommitResult.InvalidSwap.class, repo.commit(second));
    }
  }

  @Test
  void createAndUpdateInsistOnWhatIsThere() {
    try (RepoWorld world = open()) {
      Repo repo = world.repo();
      RepoPath path = RepoWorld.path(1);
      RecordWrite update = new RecordWrite.Update(path, RepoWorld.record(1));
      assertInstanceOf(CommitResult.RecordMissing.class, repo.commit(CommitRequest.of(update)));
      RecordWrite create = new RecordWrite.Create(path, RepoWorld.record(1));
      assertInstanceOf(CommitResult.Committed.class, repo.commit(CommitRequest.of(create)));
      assertInstanceOf(CommitResult.RecordExists.class, repo.commit(CommitRequest.of(create)));
      assertInstanceOf(CommitResult.Unchanged.class, repo.commit(CommitRequest.of(update)));
      assertInstanceOf(
          CommitResult.DuplicatePath.class, repo.commit(CommitRequest.of(List.of(update, update))));
    }
  }

  @Test
  void marksComeWithTheirCommitAndStay() {
    try (RepoWorld world = open()) {
      world.repo().commit(CommitRequest.of(RepoWorld.put(1, 1)).withMark("pulls", 7));
      world.repo().compact();
      world.rebuild();
      assertEquals(7, world.repo().mark("pulls").orElseThrow());
      assertTrue(world.repo().mark("other").isEmpty());
    }
  }
}
