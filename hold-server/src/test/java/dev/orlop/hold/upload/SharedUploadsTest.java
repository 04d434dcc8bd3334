package dev.orlop.hold.upload;

import static dev.orlop.hold.blob.Content.bytes;
import static dev.orlop.hold.upload.UploadWorld.ALICE;
import static dev.orlop.hold.upload.UploadWorld.ANY_NAME;
import static dev.orlop.hold.upload.UploadWorld.assertRefused;
import static dev.orlop.hold.upload.UploadWorld.put;
import static dev.orlop.hold.upload.UploadWorld.sha256;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.StoredBlob;
import dev.orlop.hold.blob.s3.FaultyS3;
import dev.orlop.hold.store.sql.Database;
import dev.orlop.hold.store.sql.DatabaseSettings;
import dev.orlop.hold.store.sql.SharedLocks;
import dev.orlop.hold.store.sql.TestPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uploads that several processes serve, which share a bucket and a database. */
class SharedUploadsTest {
  private static final byte[] ONE = bytes(1, 5_500_000);
  private static final Digest DIGEST = sha256(ONE);
  private static final CompleteResult COMPLETED =
      new CompleteResult.Completed(new StoredBlob(DIGEST, ONE.length));

  private final DatabaseSettings database = TestPostgres.migrated();
  @TempDir Path folder;
  private BucketWorld world;
  private UploadService other;

  @BeforeEach
  void open() {
    world = new BucketWorld(folder, PartWay.THROUGH, Optional.of(database));
    other = world.replica(UploadWorld.UNLIMITED);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private static List<PartRef> listed(PartResult... parts) {
    List<PartRef> list = new ArrayList<>();
    for (PartResult part : parts) {
      list.add(
          new PartRef(list.size() + 1, assertInstanceOf(PartResult.Stored.class, part).etag()));
    }
    return list;
  }

  @Test
  void whatWasBegunAtOneGoesOnAtTheOtherAlsoWhenTheFirstIsDead() {
    byte[] two = bytes(2, 200_000);
    byte[] all = UploadWorld.join(ONE, two);
    String upload = world.begin();
    PartResult first = put(world.uploads, upload, 1, ONE);
    world.kill();
    other = world.replica(UploadWorld.UNLIMITED);
    PartResult second = put(other, upload, 2, two);
    assertEquals(
        new CompleteResult.Completed(new StoredBlob(sha256(all), all.length)),
        other.complete(ALICE, upload, sha256(all), listed(first, second)));
    assertEquals(new UploadService.Usage(0, 0), other.usage());
  }

  @Test
  void twoThatCompleteAtOnceDoItOnceAndGetTheSameAnswer() throws Exception {
    String upload = world.begin();
    List<PartRef> parts = listed(put(world.uploads, upload, 1, ONE));
    AtomicInteger joined = new AtomicInteger();
    world.faulty.rule(
        request -> {
          if (request.verb().equals("POST")) {
            joined.incrementAndGet();
          }
          return FaultyS3.PASS;
        });
    List<Callable<CompleteResult>> all = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      all.add(() -> world.uploads.complete(ALICE, upload, DIGEST, parts));
      all.add(() -> other.complete(ALICE, upload, DIGEST, parts));
    }
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<CompleteResult> each : pool.invokeAll(all)) {
        assertEquals(COMPLETED, each.get());
      }
    }
    assertEquals(1, joined.get());
    assertEquals(new UploadService.Usage(0, 0), other.usage());
  }

  @Test
  void whatWasCompletedAtOneIsCompleteAtTheOther() {
    String upload = world.begin();
    List<PartRef> parts = listed(put(other, upload, 1, ONE));
    assertEquals(COMPLETED, world.uploads.complete(ALICE, upload, DIGEST, parts));
    assertEquals(COMPLETED, other.complete(ALICE, upload, DIGEST, parts));
    assertRefused(
        UploadError.INVALID_DIGEST, other.complete(ALICE, upload, sha256(new byte[0]), parts));
    assertRefused(UploadError.ABORT_FAILED, other.abort(ALICE, upload));
    assertRefused(UploadError.INVALID_UPLOAD_ID, other.partTarget(ALICE, upload, 1));
    assertRefused(UploadError.INVALID_UPLOAD_ID, put(other, upload, 2, ONE));
  }

  @Test
  void whatWasGivenUpAtOneIsGoneAtTheOther() {
    String upload = world.begin();
    var _ = put(world.uploads, upload, 1, ONE);
    assertInstanceOf(AbortResult.Aborted.class, other.abort(ALICE, upload));
    assertRefused(UploadError.INVALID_UPLOAD_ID, world.uploads.abort(ALICE, upload));
    assertRefused(UploadError.INVALID_UPLOAD_ID, put(world.uploads, upload, 2, ONE));
    world.assertNothingLeft();
  }

  @Test
  void whoDiesWhileCompletingKeepsNobodyFromCompleting() throws Exception {
    String upload = world.begin();
    List<PartRef> parts = listed(put(world.uploads, upload, 1, ONE));
    Database dying = Database.connect(database);
    SharedLocks locks = new SharedLocks(dying);
    SessionStore sessions = new TableSessions(dying, locks, world.clock);
    SessionStore.Alone unused =
        sessions.tryAlone(UploadId.parse(upload).orElseThrow()).orElseThrow();
    assertRefused(UploadError.ABORT_FAILED, other.abort(ALICE, upload));
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<CompleteResult> completing =
          pool.submit(() -> other.complete(ALICE, upload, DIGEST, parts));
      locks.close();
      dying.close();
      assertEquals(COMPLETED, completing.get());
    }
  }

  @Test
  void whatNobodyAskedForIsRemovedOnceByWhoeverComesFirst() throws Exception {
    for (int i = 0; i < 3; i++) {
      var _ = put(world.uploads, world.begin(), 1, bytes(i, 200_000));
    }
    world.clock.advance(Duration.ofMinutes(59));
    assertEquals(0, other.expire());
    world.clock.advance(Duration.ofHours(1));
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      int removed = 0;
      for (Future<Integer> each :
          pool.invokeAll(List.<Callable<Integer>>of(other::expire, world.uploads::expire))) {
        removed += each.get();
      }
      // One that the other was at is left to the next time.
      removed += other.expire();
      assertEquals(3, removed);
    }
    world.assertNothingLeft();
  }

  @Test
  void whatIsAskedForAtOneIsNotIdleAtTheOther() {
    String upload = world.begin();
    world.clock.advance(Duration.ofMinutes(50));
    PartResult part = put(other, upload, 1, ONE);
    world.clock.advance(Duration.ofMinutes(50));
    assertEquals(0, world.uploads.expire());
    assertEquals(COMPLETED, world.uploads.complete(ALICE, upload, DIGEST, listed(part)));
  }

  @Test
  void asManyUploadsAreOpenAsMayBeWhereverTheyWereBegun() {
    String first = world.begin();
    var _ = world.begin();
    var _ = assertInstanceOf(InitiateResult.Started.class, other.initiate(ALICE, ANY_NAME));
    assertRefused(UploadError.TOO_MANY_UPLOADS, world.uploads.initiate(ALICE, ANY_NAME));
    assertRefused(UploadError.TOO_MANY_UPLOADS, other.initiate(ALICE, ANY_NAME));
    assertInstanceOf(AbortResult.Aborted.class, other.abort(ALICE, first));
    assertEquals(2, world.uploads.usage().open());
    var _ = world.begin();
  }

  /** 20 MB may be on their way; what all are told is never more. */
  @Test
  void twoDoNotBothGiveAwayTheLastBytes() throws Exception {
    List<String> uploads = List.of(world.begin(), world.begin());
    List<Callable<PartResult>> all = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      int number = i + 1;
      all.add(
          () ->
              put(
                  number % 2 == 0 ? other : world.uploads,
                  uploads.get(number / 2 % 2),
                  number,
                  bytes(number, 5 << 20)));
    }
    int taken = 0;
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<PartResult> each : pool.invokeAll(all)) {
        taken += each.get() instanceof PartResult.Stored ? 1 : 0;
      }
    }
    assertTrue(taken <= 3, "taken: " + taken);
    assertEquals((long) taken * (5 << 20), other.usage().bytes());
    for (int number = 9; taken < 3; number++) {
      var _ =
          assertInstanceOf(
              PartResult.Stored.class,
              put(other, uploads.getFirst(), number, bytes(number, 5 << 20)));
      taken++;
    }
    assertRefused(UploadError.TOO_MANY_UPLOADS, put(world.uploads, uploads.getLast(), 20, ONE));
  }
}
