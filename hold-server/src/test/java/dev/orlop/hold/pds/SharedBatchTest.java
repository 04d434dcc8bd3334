package dev.orlop.hold.pds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.disk.FaultyDisk.Op;
import dev.orlop.mst.RecordWrite;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writers that come while another one forces the disk. */
class SharedBatchTest {
  private static final int WRITERS = 16;

  @TempDir Path folder;

  /** Lets the first one write, holds it at the disk until all others wait, and lets all go on. */
  private static List<CommitResult> commitTogether(
      RepoWorld world, IntFunction<CommitRequest> requests) throws Exception {
    Repo repo = world.repo();
    List<FutureTask<CommitResult>> tasks = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      CommitRequest request = requests.apply(i);
      FutureTask<CommitResult> task = new FutureTask<>(() -> repo.commit(request));
      tasks.add(task);
      threads.add(Thread.ofPlatform().unstarted(task));
    }
    AtomicBoolean first = new AtomicBoolean(true);
    world.disk.refuse(
        op -> {
          if (op == Op.FORCE && first.getAndSet(false)) {
            List<Thread> others = threads.subList(1, WRITERS);
            others.forEach(Thread::start);
            while (!others.stream().allMatch(SharedBatchTest::waits)) {
              Thread.onSpinWait();
            }
          }
          return false;
        });
    threads.getFirst().start();
    return tasks.stream().map(SharedBatchTest::result).toList();
  }

  private static boolean waits(Thread thread) {
    return thread.getState() == Thread.State.WAITING;
  }

  private static CommitResult result(FutureTask<CommitResult> task) {
    try {
      return task.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theyShareOneForceAndOneTransactionAndKeepACommitAndARevEach() throws Exception {
    try (RepoWorld world = new RepoWorld(folder)) {
      Repo repo = world.repo();
      Cid data = repo.head().data();
      world.disk.forget();
      int foldsBefore = world.index().folds();
      List<CommitResult> results =
          commitTogether(world, i -> CommitRequest.of(RepoWorld.put(i, i)));
      assertEquals(2, world.disk.done().stream().filter(op -> op == Op.FORCE).count());
      assertEquals(2, world.index().folds() - foldsBefore);

      Map<Tid, CommitResult.Committed> byRev = new TreeMap<>();
      for (CommitResult result : results) {
        CommitResult.Committed committed = assertInstanceOf(CommitResult.Committed.class, result);
        byRev.put(committed.draft().commit().rev(), committed);
      }
      assertEquals(WRITERS, byRev.size());
      for (CommitResult.Committed committed : byRev.values()) {
        assertEquals(data, committed.draft().prevData().orElseThrow());
        assertEquals(1, committed.draft().ops().size());
        data = committed.draft().commit().data();
      }
      Map<RepoPath, Cid> model = new TreeMap<>();
      for (int i = 0; i < WRITERS; i++) {
        model = RepoWorld.after(model, List.of(RepoWorld.put(i, i)));
      }
      world.check(model);
      world.rebuild();
      world.check(model);
    }
  }

  @Test
  void ofThoseWhoReplaceTheSameVersionOneDoesAndTheOthersAreTold() throws Exception {
    try (RepoWorld world = new RepoWorld(folder)) {
      RecordWrite first = RepoWorld.put(1, 0);
      world.repo().commit(CommitRequest.of(first));
      Optional<Cid> before = Optional.of(world.repo().record(first.path()).orElseThrow().cid());
      Map<RepoPath, Optional<Cid>> swap = Map.of(first.path(), before);
      List<CommitResult> results =
          commitTogether(world, i -> CommitRequest.of(RepoWorld.put(1, i + 1)).replacing(swap));
      List<CommitResult> committed =
          results.stream().filter(CommitResult.Committed.class::isInstance).toList();
      assertEquals(1, committed.size());
      Cid now = world.repo().record(first.path()).orElseThrow().cid();
      for (CommitResult result : results) {
        if (result instanceof CommitResult.InvalidRecordSwap(_, Optional<Cid> found)) {
          assertEquals(Optional.of(now), found);
        } else {
          assertTrue(committed.contains(result));
        }
      }
    }
  }

  @Test
  void aDeletionOfWhatIsGoneChangesNothingWhateverItShouldHaveBeen() {
    try (RepoWorld world = new RepoWorld(folder)) {
      Cid some = world.repo().head().commit();
      CommitRequest gone =
          CommitRequest.of(RepoWorld.delete(1))
              .replacing(Map.of(RepoWorld.path(1), Optional.of(some)));
      assertInstanceOf(CommitResult.Unchanged.class, world.repo().commit(gone));
      world.repo().commit(CommitRequest.of(RepoWorld.put(1, 1)));
      assertInstanceOf(CommitResult.InvalidRecordSwap.class, world.repo().commit(gone));
    }
  }

  @Test
  void theTreeThatOneCommitLeavesIsAtHandForTheNext() {
    try (RepoWorld world = new RepoWorld(folder)) {
      for (int i = 0; i < 200; i++) {
        world.repo().commit(CommitRequest.of(RepoWorld.put(i, i)));
      }
      int before = world.index().lookups();
      for (int i = 0; i < 200; i++) {
        world
            .repo()
            .commit(CommitRequest.of(i % 2 == 0 ? RepoWorld.put(i, i + 1) : RepoWorld.delete(i)));
      }
      assertEquals(before, world.index().lookups());
    }
  }
}
