package dev.orlop.hold.pds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.crypto.KeyType;
import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.car.cbor.DagCbor;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.hold.store.RepoIndex;
import dev.orlop.hold.store.StoreBusyException;
import dev.orlop.hold.store.StoreDamagedException;
import dev.orlop.hold.store.index.MvRepoIndex;
import dev.orlop.mst.RecordWrite;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More repos than may be open. */
class ManyReposTest {
  private static final int MAX_OPEN = 3;
  private static final SigningKey KEY = SigningKey.generate(KeyType.K256);
  private static final RepoPath PATH = RepoPath.parse("com.example.note/self");

  @TempDir Path folder;
  private RepoIndex index;
  private Repos repos;

  @BeforeEach
  void start() {
    index = MvRepoIndex.openFile(folder.resolve("index"));
    repos =
        new Repos(
            folder.resolve("repos"),
            index,
            new Repos.Settings(1 << 20, 1000, MAX_OPEN),
            Clock.systemUTC(),
            (_, _) -> {});
  }

  @AfterEach
  void stop() {
    repos.close();
    index.close();
  }

  private static Did did(int number) {
    return Did.parse("did:web:account%d.example.com".formatted(number));
  }

  private static CommitRequest note(long number) {
    return CommitRequest.of(
        new RecordWrite.Put(PATH, DagCbor.encode(DataMap.builder().put("n", number).build())));
  }

  private static long noteOf(Repo repo) {
    return repo.value(PATH).orElseThrow().integer("n").orElseThrow();
  }

  @Test
  void ofManyReposFewAreOpenAndAllCanBeReadAndWritten() {
    List<Repo> all = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      all.add(repos.open(did(i), KEY));
      assertInstanceOf(CommitResult.Committed.class, all.get(i).commit(note(i)));
    }
    for (int i = 0; i < 20; i++) {
      assertEquals(i, noteOf(all.get(i)));
      assertEquals(all.get(i).head(), repos.head(did(i), () -> KEY));
      assertTrue(repos.countOpen() <= MAX_OPEN);
    }
  }

  @Test
  void manyThreadsOnManyReposLoseNoWrite() throws Exception {
    int accounts = 12;
    for (int i = 0; i < accounts; i++) {
      repos.open(did(i), KEY).commit(note(0));
    }
    int threads = 3;
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      List<Future<long[]>> counts = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        int seed = t;
        counts.add(pool.submit(() -> write(accounts, seed)));
      }
      long[] sum = new long[accounts];
      for (Future<long[]> count : counts) {
        long[] wrote = count.get();
        for (int i = 0; i < accounts; i++) {
          sum[i] += wrote[i];
        }
      }
      for (int i = 0; i < accounts; i++) {
        Did did = did(i);
        RepoPath any = PATH;
        assertEquals(
            sum[i] + 1,
            repos
                .find(did, () -> KEY)
                .records(any.collection(), Optional.empty(), 1000, false)
                .size());
      }
    }
    assertTrue(repos.countOpen() <= MAX_OPEN);
  }

  private long[] write(int accounts, int thread) {
    SplittableRandom random = new SplittableRandom(thread);
    long[] wrote = new long[accounts];
    for (int n = 0; n < 60; n++) {
      int account = random.nextInt(accounts);
      RepoPath path = RepoPath.parse("com.example.note/t%d-%d".formatted(thread, n));
      RecordWrite write = new RecordWrite.Create(path, DagCbor.encode(DataMap.EMPTY));
      if (repos.find(did(account), () -> KEY).commit(CommitRequest.of(write))
          instanceof CommitResult.Committed) {
        wrote[account]++;
      }
    }
    return wrote;
  }

  @Test
  void aRepoThatIsReadIsNotClosedAndWhenAllAreReadTheNextIsTurnedAway() throws Exception {
    for (int i = 0; i <= MAX_OPEN; i++) {
      repos.open(did(i), KEY).commit(note(i));
    }
    CountDownLatch reading = new CountDownLatch(MAX_OPEN);
    CountDownLatch goOn = new CountDownLatch(1);
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> exports = new ArrayList<>();
      for (int i = 0; i < MAX_OPEN; i++) {
        Repo repo = repos.find(did(i), () -> KEY);
        exports.add(
            pool.submit(
                () -> {
                  repo.export(new Stalling(reading, goOn));
                  return null;
                }));
      }
      reading.await();
      Repo last = repos.find(did(MAX_OPEN), () -> KEY);
      assertThrows(StoreBusyException.class, () -> noteOf(last));
      goOn.countDown();
      for (Future<?> export : exports) {
        export.get();
      }
      assertEquals(MAX_OPEN, noteOf(last));
    }
  }

  /** Takes the first byte and then waits. */
  private static final class Stalling extends OutputStream {
    private final CountDownLatch reading;
    private final CountDownLatch goOn;
    private boolean stalled;

    Stalling(CountDownLatch reading, CountDownLatch goOn) {
      this.reading = reading;
      this.goOn = goOn;
    }

    @Override
    public void write(int b) {
      write(new byte[1], 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      if (!stalled) {
        stalled = true;
        reading.countDown();
        try {
          goOn.await();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }

  @Test
  void aRemovedRepoIsGoneWithItsFilesAndIsNotBegunAgainByWhoeverLooksForIt() {
    Repo repo = repos.open(did(1), KEY);
    repo.commit(note(1));
    repos.remove(did(1));
    assertTrue(Files.notExists(repos.folder(did(1))));
    assertEquals(Optional.empty(), index.head(did(1)));
    assertThrows(StoreDamagedException.class, () -> repos.find(did(1), () -> KEY).head());
    assertTrue(Files.notExists(repos.folder(did(1))));
  }
}
