package dev.orlop.hold.pds;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.car.CarBlock;
import dev.orlop.car.CarLimits;
import dev.orlop.car.CarReader;
import dev.orlop.car.cbor.DagCbor;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.store.BlockTable;
import dev.orlop.hold.store.RepoIndex;
import dev.orlop.hold.store.StoreBusyException;
import dev.orlop.mst.RecordWrite;
import dev.orlop.mst.RepoReport;
import dev.orlop.testkit.Cases;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepoMomentTest {
  private static final int RECORDS = 60;

  @TempDir Path folder;

  /** Keeps what is written, and does something before each write. */
  private static final class Meanwhile extends OutputStream {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Runnable action;

    Meanwhile(Runnable action) {
      this.action = action;
    }

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) {
      action.run();
      bytes.write(source, offset, length);
    }
  }

  /** Puts one value at every path, in one commit. */
  private static CommitResult putAll(Repo repo, int value) {
    List<RecordWrite> writes =
        IntStream.range(0, RECORDS)
            .mapToObj(number -> RepoWorld.put(number, value * RECORDS + number))
            .toList();
    return repo.commit(CommitRequest.of(writes));
  }

  private static byte[] export(Repo repo) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    repo.export(out);
    return out.toByteArray();
  }

  private static byte[] exportSince(Repo repo, Tid since) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    repo.exportSince(since, out);
    return out.toByteArray();
  }

  @Test
  void anExportIsTheRepoAsItWasAtItsBeginningWhateverIsWrittenMeanwhile() throws IOException {
    try (RepoWorld world = new RepoWorld(folder)) {
      Repo repo = world.repo();
      putAll(repo, 0);
      byte[] before = export(repo);
      int[] value = {0};
      Meanwhile out = new Meanwhile(() -> putAll(repo, ++value[0] % 20));
      repo.export(out);
      assertTrue(value[0] > RECORDS);
      assertArrayEquals(before, out.bytes.toByteArray());
    }
  }

  @Test
  void compactionsDoNotDisturbAnExportAndTheirFilesGoWhenItEnds() throws IOException {
    try (RepoWorld world = new RepoWorld(folder, new Repos.Settings(4_000, 100))) {
      Repo repo = world.repo();
      putAll(repo, 0);
      putAll(repo, 1);
      byte[] before = export(repo);
      int[] value = {0};
      Meanwhile out =
          new Meanwhile(
              () -> {
                if (value[0]++ % 40 == 0) {
                  putAll(repo, value[0]);
                  repo.compact();
                }
              });
      repo.export(out);
      assertArrayEquals(before, out.bytes.toByteArray());
      try (Stream<Path> files = Files.list(world.repos().folder(RepoWorld.DID))) {
        assertEquals(1, files.count());
      }
    }
  }

  @Test
  void anExportOfWhatIsNewIsWhatIsMissing() throws IOException {
    Cases.run(
        6,
        random -> {
          Path own = Files.createTempDirectory(folder, "case");
          try (RepoWorld world = new RepoWorld(own, new Repos.Settings(20_000, 100))) {
            Repo repo = world.repo();
            Tid since = repo.head().rev();
            Set<Cid> had = blocks(export(repo)).keySet();
            for (int step = 0; step < 40; step++) {
              int number = random.nextInt(30);
              repo.commit(
                  CommitRequest.of(
                      random.nextInt(3) == 0
                          ? RepoWorld.delete(number)
                          : RepoWorld.put(number, random.nextInt(5))));
              if (step == 20) {
                since = repo.head().rev();
                had = blocks(export(repo)).keySet();
              }
            }
            Set<Cid> missing = new HashSet<>(blocks(export(repo)).keySet());
            missing.removeAll(had);
            Set<Cid> news = blocks(exportSince(repo, since)).keySet();
            assertTrue(news.containsAll(missing));
            assertTrue(blocks(export(repo)).keySet().containsAll(news));
            repo.compact();
            assertEquals(news, blocks(exportSince(repo, since)).keySet());
            world.rebuild();
            assertEquals(news, blocks(exportSince(world.repo(), since)).keySet());
          }
        });
  }

  @Test
  void readersAmongWritersAndCompactionsSeeOneMomentEach() throws Exception {
    try (RepoWorld world = new RepoWorld(folder, new Repos.Settings(30_000, 100))) {
      Repo repo = world.repo();
      putAll(repo, 0);
      Set<Cid> heads = ConcurrentHashMap.newKeySet();
      heads.add(repo.head().commit());
      AtomicBoolean over = new AtomicBoolean();
      List<Future<?>> tasks = new ArrayList<>();
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        tasks.add(
            threads.submit(
                () -> {
                  for (int value = 1; !over.get(); value++) {
                    if (putAll(repo, value) instanceof CommitResult.Committed committed) {
                      heads.add(committed.draft().cid());
                    }
                    if (value % 5 == 0) {
                      repo.compact();
                    }
                  }
                }));
        try {
          for (int round = 0; round < 40; round++) {
            readAll(repo);
            RepoReport report = RepoWorld.verify(export(repo));
            assertEquals(List.of(), report.faults());
            assertEquals(RECORDS, report.records());
            assertEquals(0, report.extraBlocks());
          }
        } finally {
          over.set(true);
        }
      }
      for (Future<?> task : tasks) {
        task.get();
      }
      assertTrue(heads.size() > 1);
    }
  }

  private static void readAll(Repo repo) throws IOException {
    for (int number = 0; number < RECORDS; number++) {
      RepoPath path = RepoWorld.path(number);
      RecordEntry entry = repo.entry(path).orElseThrow();
      byte[] value = DagCbor.encode(entry.value());
      assertEquals(entry.cid(), Cid.hash(Cid.Codec.DAG_CBOR, value));
      repo.proof(path, OutputStream.nullOutputStream());
    }
    for (var collection : repo.collections()) {
      List<RecordEntry> entries = repo.entries(collection, Optional.empty(), RECORDS, true);
      assertEquals(RECORDS / 3, entries.size());
      // One commit wrote them all, so they belong together.
      assertEquals(
          1,
          entries.stream()
              .map(entry -> entry.value().integer("v").orElseThrow() / RECORDS)
              .distinct()
              .count());
    }
  }

  @Test
  void aViewOfTheIndexIsOfOneMoment() {
    try (RepoWorld world = new RepoWorld(folder)) {
      Repo repo = world.repo();
      putAll(repo, 0);
      RepoIndex.Head head =
          world
              .index()
              .view(
                  RepoWorld.DID,
                  view -> {
                    RepoIndex.Head first = view.head();
                    putAll(repo, 1);
                    BlockTable blocks = view.blocks();
                    assertTrue(blocks.find(first.state().commit()).isPresent());
                    assertTrue(view.block(first.state().data()).isPresent());
                    assertTrue(blocks.find(repo.head().commit()).isEmpty());
                    assertEquals(first, view.head());
                    return first;
                  });
      assertTrue(repo.head().rev().compareTo(head.state().rev()) > 0);
    }
  }

  @Test
  void tooManyExportsAtOnceAreToldToComeAgain() throws IOException {
    try (RepoWorld world = new RepoWorld(folder)) {
      Repo repo = world.repo();
      int[] running = {0};
      Meanwhile[] out = new Meanwhile[1];
      out[0] =
          new Meanwhile(
              () -> {
                running[0]++;
                try {
                  repo.export(out[0]);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      assertThrows(StoreBusyException.class, () -> repo.export(out[0]));
      assertEquals(16, running[0]);
      assertEquals(List.of(), RepoWorld.verify(export(repo)).faults());
    }
  }

  private static Map<Cid, byte[]> blocks(byte[] car) throws IOException {
    Map<Cid, byte[]> blocks = new LinkedHashMap<>();
    try (CarReader reader = new CarReader(new ByteArrayInputStream(car), CarLimits.DEFAULT)) {
      CarBlock block;
      while ((block = reader.next()) != null) {
        blocks.put(block.cid(), block.data());
      }
    }
    return blocks;
  }
}
