package dev.orlop.hold.pds.blobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.crypto.KeyType;
import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.car.cbor.DagCbor;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.blob.BlobLocation;
import dev.orlop.hold.blob.BlobStore;
import dev.orlop.hold.blob.Shelf;
import dev.orlop.hold.blob.s3.S3BlobStore;
import dev.orlop.hold.blob.s3.S3World;
import dev.orlop.hold.disk.CrashHook;
import dev.orlop.hold.lease.TableLeases;
import dev.orlop.hold.pds.CommitRequest;
import dev.orlop.hold.pds.CommitResult;
import dev.orlop.hold.pds.Repo;
import dev.orlop.hold.pds.Repos;
import dev.orlop.hold.pds.blobs.BlobSweeper.Settings;
import dev.orlop.hold.store.sql.CommitFrames;
import dev.orlop.hold.store.sql.Database;
import dev.orlop.hold.store.sql.DatabaseSettings;
import dev.orlop.hold.store.sql.SqlStep;
import dev.orlop.hold.store.sql.TestPostgres;
import dev.orlop.mst.RecordWrite;
import dev.orlop.testkit.ClockAt;
import dev.orlop.testkit.LocalS3;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Uploads, commits and sweepers of several processes, which share a bucket and a database and
 * nothing else. The sweepers wait for nothing, so all that is left to protect a blob are leases,
 * locks and records.
 */
class SharedRecordBlobsTest {
  private static final Did ALICE = Did.parse("did:web:alice.test");
  private static final Did BOB = Did.parse("did:web:bob.test");
  private static final Settings AT_ONCE = new Settings(Duration.ZERO, Duration.ZERO);
  private static final SigningKey KEY = SigningKey.generate(KeyType.P256);
  private static final String WAITING =
      "pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
  private static final int ROUNDS = 60;
  private static final int BLOBS = 4;

  @TempDir Path folder;
  private final DatabaseSettings settings = TestPostgres.migrated();

  // Beyond all that is to pass for stored things to be old.
  private final ClockAt clock = new ClockAt(Instant.now().plus(Duration.ofDays(1)).toString());
  private final Deque<AutoCloseable> toClose = new ArrayDeque<>();
  private LocalS3 s3;
  private Replica one;
  private Replica other;

  @BeforeEach
  void start() {
    s3 = S3World.start(folder);
    toClose.addFirst(s3);
    one = new Replica();
    other = new Replica();
  }

  @AfterEach
  void stop() throws Exception {
    CrashHook.unhook();
    for (AutoCloseable each : toClose) {
      each.close();
    }
  }

  private final class Replica {
    final BlobStore store;
    final RecordBlobs blobs;
    final BlobSweeper sweeper;
    private final Repos repos;

    Replica() {
      S3BlobStore bucket = S3BlobStore.open(S3World.settings(s3.endpoint()));
      toClose.addFirst(bucket);
      store = bucket.apart("record-blobs");
      Database database = Database.connect(settings);
      toClose.addFirst(database);
      repos =
          new Repos(
              database,
              Repos.Settings.DEFAULT,
              InstantSource.system(),
              CommitFrames.NONE,
              (_, _) -> {});
      toClose.addFirst(repos);
      blobs =
          new RecordBlobs(
              store,
              new TableLeases(database, Duration.ofHours(1), clock),
              Holders.inDatabase(database),
              clock);
      sweeper = new BlobSweeper(blobs, AT_ONCE, clock);
    }

    Repo repo(Did did) {
      return repos.open(did, KEY);
    }

    HeldBlob upload(Did did, byte[] bytes) {
      try {
        return blobs.upload(did, "text/plain", new ByteArrayInputStream(bytes));
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    CommitResult refer(HeldBlob blob, String key) {
      DataMap record = DataMap.builder().put("file", blob.ref().toData()).build();
      CommitRequest put = CommitRequest.of(new RecordWrite.Put(path(key), DagCbor.encode(record)));
      return blobs.referring(
          blob.holder(),
          List.of(blob.ref()),
          needed -> repo(blob.holder()).commit(put.holding(needed)));
    }

    CommitResult drop(Did did, String key) {
      return repo(did).commit(CommitRequest.of(new RecordWrite.Delete(path(key))));
    }

    boolean serves(HeldBlob blob) {
      return blobs
          .find(blob.holder(), blob.cid())
          .filter(found -> !(blobs.locate(found) instanceof BlobLocation.Missing))
          .isPresent();
    }
  }

  private static RepoPath path(String key) {
    return RepoPath.of("io.example.c", key);
  }

  /** Has something done at a step of this thread, the first time. */
  private static void at(Enum<?> step, Runnable action) {
    Thread mine = Thread.currentThread();
    AtomicBoolean done = new AtomicBoolean();
    CrashHook.hook(
        reached -> {
          if (reached == step && Thread.currentThread() == mine && !done.getAndSet(true)) {
            action.run();
          }
        });
  }

  /** Begins something on another thread; returns when it is done, or waits for a lock. */
  private <T> FutureTask<T> begin(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread.ofPlatform().start(task);
    while (!task.isDone() && TestPostgres.count(settings, WAITING) == 0) {
      Thread.onSpinWait();
    }
    return task;
  }

  @Test
  void whatACommitThatGoesOnRefersToIsNotTakenAwayByASweeperElsewhere() throws Exception {
    HeldBlob blob = one.upload(ALICE, new byte[100]);
    one.repo(ALICE).head();
    List<FutureTask<Integer>> sweeps = new ArrayList<>();
    at(SqlStep.ROWS_WRITTEN, () -> sweeps.add(begin(other.sweeper::sweep)));
    assertInstanceOf(CommitResult.Committed.class, one.refer(blob, "a"));
    assertEquals(0, sweeps.getFirst().get());
    assertTrue(one.serves(blob));
    assertTrue(other.serves(blob));
  }

  @Test
  void aCommitThatComesTooLateForABlobIsRefused() throws Exception {
    HeldBlob blob = one.upload(ALICE, new byte[100]);
    other.repo(ALICE).head();
    List<FutureTask<CommitResult>> commits = new ArrayList<>();
    at(SqlStep.COMMITTING, () -> commits.add(begin(() -> other.refer(blob, "a"))));
    assertEquals(1, one.sweeper.sweep());
    assertEquals(new CommitResult.BlobMissing(blob.cid()), commits.getFirst().get());
    assertTrue(other.repo(ALICE).value(path("a")).isEmpty());
    HeldBlob again = other.upload(ALICE, new byte[100]);
    assertInstanceOf(CommitResult.Committed.class, other.refer(again, "a"));
  }

  @Test
  void bytesThatAreThereAndThatNobodyHoldsYetAreNotTakenAwayByASweeperElsewhere() {
    at(BlobStep.BYTES_STORED, () -> assertEquals(0, other.sweeper.sweep()));
    HeldBlob blob = one.upload(ALICE, new byte[100]);
    assertTrue(one.serves(blob));
  }

  @Test
  void anUploadOfTheSameBytesElsewhereKeepsThemFromASweeperThatTookAHolderAway() {
    one.upload(ALICE, new byte[100]);
    clock.advance(Duration.ofHours(3));
    List<HeldBlob> uploaded = new ArrayList<>();
    at(BlobStep.HOLDER_GONE, () -> uploaded.add(other.upload(BOB, new byte[100])));
    assertEquals(1, one.sweeper.sweep());
    assertTrue(one.serves(uploaded.getFirst()));
  }

  @Test
  void anUploadOfTheSameBytesElsewhereWaitsForASweeperThatLaysThemAside() throws Exception {
    one.upload(ALICE, new byte[100]);
    clock.advance(Duration.ofHours(3));
    List<FutureTask<HeldBlob>> uploads = new ArrayList<>();
    at(
        dev.orlop.hold.blob.BlobStep.TRASHED,
        () -> uploads.add(begin(() -> other.upload(BOB, new byte[100]))));
    assertEquals(1, one.sweeper.sweep());
    HeldBlob blob = uploads.getFirst().get();
    assertTrue(one.serves(blob));
    assertTrue(other.serves(blob));
  }

  /** An upload is shorter than a lease: time goes on between uploads only. */
  private final ReadWriteLock time = new ReentrantReadWriteLock();

  private final AtomicInteger refused = new AtomicInteger();

  @Test
  void noBlobThatARecordRefersToIsEverLostAndAllOthersGo() throws Exception {
    List<Replica> processes = List.of(one, other);
    for (Did did : List.of(ALICE, BOB)) {
      one.repo(did).head();
    }
    AtomicBoolean goesOn = new AtomicBoolean(true);
    AtomicInteger removed = new AtomicInteger();
    try (ExecutorService pool = Executors.newCachedThreadPool()) {
      List<Future<Boolean>> sweeping = new ArrayList<>();
      for (Replica process : processes) {
        sweeping.add(
            pool.submit(
                () -> {
                  while (goesOn.get()) {
                    removed.addAndGet(process.sweeper.sweep());
                    passTime();
                  }
                  return true;
                }));
      }
      List<Callable<Boolean>> work = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        int number = i;
        work.add(() -> working(processes, number));
      }
      try {
        for (Future<Boolean> each : pool.invokeAll(work)) {
          assertTrue(each.get());
        }
      } finally {
        goesOn.set(false);
      }
      for (Future<Boolean> each : sweeping) {
        assertTrue(each.get());
      }
    }
    System.out.printf(
        "record blobs: %d blobs taken away, %d commits came too late%n",
        removed.get(), refused.get());
    assertTrue(removed.get() > 0, "there was no race");
    for (int i = 0; i < 3; i++) {
      clock.advance(Duration.ofHours(3));
      one.sweeper.sweep();
    }
    for (Shelf shelf : Shelf.values()) {
      assertEquals(List.of(), one.store.list(shelf, Optional.empty(), 10));
    }
    assertFalse(one.blobs.find(ALICE, Cid.hash(Cid.Codec.RAW, new byte[1])).isPresent());
  }

  private void passTime() {
    time.writeLock().lock();
    try {
      clock.advance(Duration.ofHours(3));
    } finally {
      time.writeLock().unlock();
    }
  }

  private boolean working(List<Replica> processes, int number) {
    Random random = new Random(number);
    Did did = number % 2 == 0 ? ALICE : BOB;
    String key = "k" + number;
    for (int round = 0; round < ROUNDS; round++) {
      Replica first = processes.get(random.nextInt(processes.size()));
      Replica second = processes.get(random.nextInt(processes.size()));
      HeldBlob blob = upload(first, did, new byte[1 + random.nextInt(BLOBS)]);
      if (isReferred(second, blob, key)) {
        assertTrue(first.serves(blob), () -> "lost: " + blob);
        passTime();
        assertTrue(second.serves(blob), () -> "lost: " + blob);
        assertInstanceOf(CommitResult.Committed.class, first.drop(did, key));
      }
    }
    return true;
  }

  private HeldBlob upload(Replica process, Did did, byte[] bytes) {
    time.readLock().lock();
    try {
      return process.upload(did, bytes);
    } finally {
      time.readLock().unlock();
    }
  }

  private boolean isReferred(Replica process, HeldBlob blob, String key) {
    try {
      if (process.refer(blob, key) instanceof CommitResult.Committed) {
        return true;
      }
    } catch (InvalidBlobException e) {
      assertInstanceOf(BlobFault.Unknown.class, e.fault());
      return false;
    }
    refused.incrementAndGet();
    return false;
  }
}
