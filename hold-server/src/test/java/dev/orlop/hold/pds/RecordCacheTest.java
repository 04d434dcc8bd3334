package dev.orlop.hold.pds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.car.cbor.DagCbor;
import dev.orlop.car.cid.Cid;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordCacheTest {
  private static final int VALUES = 300;

  @TempDir Path folder;

  private static long value(Repo repo, RepoPath path) {
    return repo.value(path).orElseThrow().integer("v").orElseThrow();
  }

  @Test
  void aRecordIsReadAsItWasLastWrittenWhoeverElseReadsIt() throws Exception {
    try (RepoWorld world = new RepoWorld(folder)) {
      Repo repo = world.repo();
      RepoPath path = RepoWorld.path(1);
      repo.commit(CommitRequest.of(RepoWorld.put(1, 0)));
      AtomicBoolean over = new AtomicBoolean();
      List<Future<?>> readers = new ArrayList<>();
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < 4; i++) {
          readers.add(threads.submit(() -> readUpwards(repo, path, over)));
        }
        try {
          for (int value = 1; value <= VALUES; value++) {
            repo.commit(CommitRequest.of(RepoWorld.put(1, value)));
            assertEquals(value, value(repo, path));
          }
        } finally {
          over.set(true);
        }
      }
      for (Future<?> reader : readers) {
        reader.get();
      }
    }
  }

  private static void readUpwards(Repo repo, RepoPath path, AtomicBoolean over) {
    long last = 0;
    while (!over.get()) {
      RecordEntry entry = repo.entry(path).orElseThrow();
      assertEquals(entry.cid(), Cid.hash(Cid.Codec.DAG_CBOR, DagCbor.encode(entry.value())));
      long now = entry.value().integer("v").orElseThrow();
      assertTrue(now >= last);
      last = now;
    }
  }

  @Test
  void aRecordIsAsOldAsANumberThatChangedWithIt() throws Exception {
    try (RepoWorld world = new RepoWorld(folder)) {
      Repo repo = world.repo();
      RepoPath path = RepoWorld.path(1);
      commitWithMark(repo, 0);
      AtomicBoolean over = new AtomicBoolean();
      List<Future<?>> readers = new ArrayList<>();
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < 4; i++) {
          readers.add(threads.submit(() -> readBoth(repo, path, over)));
        }
        try {
          for (int value = 1; value <= VALUES; value++) {
            commitWithMark(repo, value);
          }
        } finally {
          over.set(true);
        }
      }
      for (Future<?> reader : readers) {
        reader.get();
      }
    }
  }

  private static void commitWithMark(Repo repo, int value) {
    repo.commit(CommitRequest.of(RepoWorld.put(1, value)).withMarks(Map.of("mark", (long) value)));
  }

  private static void readBoth(Repo repo, RepoPath path, AtomicBoolean over) {
    while (!over.get()) {
      long before = repo.mark("mark").orElseThrow();
      long value = value(repo, path);
      if (repo.mark("mark").orElseThrow() == before) {
        assertEquals(before, value);
      }
    }
  }

  @Test
  void aRecordThatIsGoneIsNotFoundAndOneThatComesBackIs() {
    try (RepoWorld world = new RepoWorld(folder)) {
      Repo repo = world.repo();
      RepoPath path = RepoWorld.path(1);
      assertTrue(repo.entry(path).isEmpty());
      for (int value = 1; value < 4; value++) {
        repo.commit(CommitRequest.of(RepoWorld.put(1, value)));
        assertEquals(value, value(repo, path));
        repo.commit(CommitRequest.of(RepoWorld.delete(1)));
        assertTrue(repo.entry(path).isEmpty());
      }
    }
  }

  @Test
  void aRecordIsReadWhereACompactionPutItAndAfterTheRepoWasRemovedNotAtAll() {
    try (RepoWorld world = new RepoWorld(folder)) {
      Repo repo = world.repo();
      repo.commit(CommitRequest.of(RepoWorld.put(1, 1)));
      assertEquals(1, value(repo, RepoWorld.path(1)));
      repo.compact();
      assertEquals(1, value(repo, RepoWorld.path(1)));
      world.repos().remove(RepoWorld.DID);
      assertTrue(
          world.repos().open(RepoWorld.DID, RepoWorld.KEY).entry(RepoWorld.path(1)).isEmpty());
    }
  }
}
