package dev.orlop.hold.app;

import static dev.orlop.hold.app.BlobCalls.bytes;
import static dev.orlop.hold.app.BlobCalls.getBlob;
import static dev.orlop.hold.app.BlobCalls.ok;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.app.RunningHold.Account;
import dev.orlop.hold.pds.records.StatsRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManyPullersTest {
  private static final int THREADS = 50;
  private static final int ROUNDS = 12;
  private static final List<String> REPOSITORIES = List.of("app", "tool");

  @TempDir Path folder;

  /** What is pulled: the same config in both repositories. */
  private record Pulled(BlobCalls blobs, Account owner, Digest config, byte[] bytes) {
    /** In each round one fetch that counts, and others that do not. */
    void pull(String repository, int round) {
      String path = getBlob(owner, config, "&repo=" + repository);
      blobs.head(path);
      assertEquals(206, blobs.get(path, "Range", "bytes=" + (100 + round) + "-").statusCode());
      switch (round % 3) {
        case 0 -> assertArrayEquals(bytes, blobs.get(path).body());
        case 1 -> assertEquals(206, blobs.get(path, "Range", "bytes=0-99").statusCode());
        default -> ok(blobs.get(path + "&method=GET"));
      }
      assertEquals(200, blobs.head(path).statusCode());
    }
  }

  @Test
  void fiftyThreadsPullingAtOnceAreCountedExactly() throws Exception {
    try (RunningHold hold = new RunningHold(folder)) {
      BlobCalls blobs = new BlobCalls(hold);
      Account alice = hold.account("alice.test");
      hold.appoint(alice, true, false);
      byte[] bytes = bytes(1, 1000);
      Pulled pulled = new Pulled(blobs, alice, blobs.upload(alice, bytes), bytes);
      for (String repository : REPOSITORIES) {
        ok(blobs.notify(alice, repository, "push", pulled.config()));
      }
      AtomicBoolean done = new AtomicBoolean();
      try (ExecutorService watcher = Executors.newSingleThreadExecutor()) {
        Future<?> watching = watcher.submit(() -> watch(blobs, alice, done));
        pullAtOnce(pulled);
        done.set(true);
        watching.get();
      }
      assertCounts(blobs, alice);
      // The signed records come to say the same, and so does the next start.
      hold.server().foldPulls();
      for (String repository : REPOSITORIES) {
        DataMap record =
            hold.server().folder().repo().value(StatsRecord.path(alice.did(), repository)).get();
        assertEquals(expected(repository), StatsRecord.of(record).pullCount());
      }
      assertCounts(blobs, alice);
      hold.restart();
      assertCounts(blobs, alice);
    }
  }

  /** Three in five pull from the first repository. */
  private static String repository(int thread) {
    return REPOSITORIES.get(thread % 5 < 3 ? 0 : 1);
  }

  private static long expected(String repository) {
    long threads = 0;
    for (int thread = 0; thread < THREADS; thread++) {
      threads += repository(thread).equals(repository) ? 1 : 0;
    }
    return threads * ROUNDS;
  }

  private static void assertCounts(BlobCalls blobs, Account owner) {
    for (String repository : REPOSITORIES) {
      assertEquals(expected(repository), blobs.pulls(owner, repository), repository);
    }
  }

  private static void pullAtOnce(Pulled pulled) throws Exception {
    CountDownLatch start = new CountDownLatch(1);
    List<Future<?>> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      for (int i = 0; i < THREADS; i++) {
        int thread = i;
        all.add(
            threads.submit(
                () -> {
                  start.await();
                  for (int round = 0; round < ROUNDS; round++) {
                    pulled.pull(repository(thread), round + thread);
                  }
                  return thread;
                }));
      }
      start.countDown();
    }
    for (Future<?> one : all) {
      one.get();
    }
  }

  /** Meanwhile the number only goes up. */
  private static void watch(BlobCalls blobs, Account owner, AtomicBoolean done) {
    long last = 0;
    while (!done.get()) {
      long now = blobs.pulls(owner, REPOSITORIES.getFirst());
      assertTrue(now >= last, now + " after " + last);
      last = now;
    }
  }
}
