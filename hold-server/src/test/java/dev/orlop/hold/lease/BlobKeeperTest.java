package dev.orlop.hold.lease;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.BlobLocation;
import dev.orlop.hold.blob.BlobStoreContract;
import dev.orlop.hold.blob.Content;
import dev.orlop.hold.blob.Shelf;
import dev.orlop.hold.blob.file.FileBlobStore;
import dev.orlop.hold.disk.Disk;
import dev.orlop.testkit.ClockAt;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What keeps a collector from taking a blob from under a push, step by step. */
class BlobKeeperTest {
  private static final Content BLOB = Content.of("blob");
  private static final Content OTHER = Content.random(3, 100_000);

  @TempDir Path folder;
  final ClockAt clock = new ClockAt("2026-11-21T12:30:00Z");
  private final Set<Digest> used = ConcurrentHashMap.newKeySet();
  private FileBlobStore store;
  private Leases leases;
  private BlobKeeper keeper;

  @BeforeEach
  void open() {
    store = new FileBlobStore(folder);
    leases = leases(Duration.ofHours(24));
    keeper = keeper(used::contains);
    BlobStoreContract.put(store, BLOB);
    BlobStoreContract.put(store, OTHER);
  }

  Leases leases(Duration length) {
    return new LeaseLog(folder.resolve("leases"), Disk.REAL, length, clock);
  }

  private BlobKeeper keeper(Predicate<Digest> isUsed) {
    return new BlobKeeper(store, leases, isUsed);
  }

  @Test
  void aFreeBlobGoesToTheTrashAndOneThatIsUsedOrReliedOnDoesNot() {
    used.add(BLOB.digest());
    assertPresent(keeper.rely(OTHER.digest()));
    assertFalse(keeper.trash(BLOB.digest()));
    assertFalse(keeper.trash(OTHER.digest()));
    used.clear();
    assertTrue(keeper.trash(BLOB.digest()));
    assertFalse(keeper.trash(OTHER.digest()));
    clock.advance(Duration.ofHours(25));
    assertTrue(keeper.trash(OTHER.digest()));
  }

  @Test
  void whatEntersTheKeptStoreIsLeasedBeforeItIsVisible() {
    Content fresh = Content.of("fresh");
    BlobStoreContract.put(keeper.store(), fresh);
    assertFalse(keeper.trash(fresh.digest()));
    assertTrue(keeper.trash(BLOB.digest()));
    // Pushed again, it is there, and the copy in the trash does no harm.
    BlobStoreContract.put(keeper.store(), BLOB);
    assertEquals(List.of(), keeper.purge(List.of(BLOB.digest())));
    assertPresent(keeper.locate(BLOB.digest()));
    assertEquals(List.of(), store.list(Shelf.TRASH, Optional.empty(), 10));
  }

  @Test
  void aPushThatLooksForATrashedBlobHasItBack() throws IOException {
    assertTrue(keeper.trash(OTHER.digest()));
    assertMissing(keeper.locate(OTHER.digest()));
    assertArrayEquals(OTHER.bytes(), BlobStoreContract.read(keeper.rely(OTHER.digest())));
    assertFalse(keeper.trash(OTHER.digest()));
  }

  @Test
  void whoGaveABlobUpDoesNotHaveItBackByLookingForItAndOthersDo() {
    Did alice = Did.parse("did:plc:ewvi7nxzyoun6zhxrhs64oiz");
    Did bob = Did.parse("did:web:bob.example.com");
    assertPresent(keeper.rely(BLOB.digest()));
    assertEquals(Withdrawal.DONE, keeper.withdraw(BLOB.digest(), alice));
    assertEquals(Withdrawal.MISSING, keeper.withdraw(BLOB.digest(), alice));
    assertMissing(keeper.rely(BLOB.digest(), alice));
    assertMissing(keeper.locate(BLOB.digest()));
    assertPresent(keeper.rely(BLOB.digest(), bob));
    assertPresent(keeper.rely(BLOB.digest(), alice));
    used.add(BLOB.digest());
    assertEquals(Withdrawal.IN_USE, keeper.withdraw(BLOB.digest(), alice));
    assertPresent(keeper.locate(BLOB.digest()));
  }

  @Test
  void whoReadsHasATrashedBlobBackOnlyIfARecordNamesIt() throws IOException {
    assertTrue(keeper.trash(BLOB.digest()));
    assertMissing(keeper.store().locate(BLOB.digest()));
    used.add(BLOB.digest());
    assertArrayEquals(BLOB.bytes(), BlobStoreContract.read(keeper.store().locate(BLOB.digest())));
  }

  @Test
  void aPurgeTakesBackWhatIsNotFreeAnyMore() {
    assertTrue(keeper.trash(BLOB.digest()));
    assertTrue(keeper.trash(OTHER.digest()));
    used.add(BLOB.digest());
    assertEquals(List.of(OTHER.digest()), keeper.purge(List.of(BLOB.digest(), OTHER.digest())));
    assertPresent(store.locate(BLOB.digest()));
    assertEquals(List.of(), store.list(Shelf.TRASH, Optional.empty(), 10));
  }

  /** The collector stands between its last look and the move; a push comes and must wait. */
  @Test
  void aPushThatComesBetweenTheLastLookAndTheMoveFindsTheBlobAfterIt() throws Exception {
    CountDownLatch looked = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    BlobKeeper slow =
        keeper(
            digest -> {
              if (Thread.currentThread().getName().equals("collector")) {
                looked.countDown();
                await(goOn);
              }
              return used.contains(digest);
            });
    try (ExecutorService pool =
        Executors.newThreadPerTaskExecutor(Thread.ofPlatform().name("collector").factory())) {
      Future<Boolean> collected = pool.submit(() -> slow.trash(OTHER.digest()));
      looked.await();
      Thread push = Thread.ofPlatform().name("push").unstarted(() -> slow.rely(OTHER.digest()));
      push.start();
      // It has come to the lock, for the collector has it.
      while (push.isAlive() && push.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      boolean before = leases.isTaken(OTHER.digest());
      goOn.countDown();
      assertTrue(collected.get());
      push.join();
      assertFalse(before, "a lease was taken between the last look and the move");
    }
    assertPresent(store.locate(OTHER.digest()));
    assertFalse(slow.trash(OTHER.digest()));
  }

  /** The push stands between its lease and its look; a collector comes and finds the lease. */
  @Test
  void aCollectorThatComesBetweenTheLeaseAndTheLookTakesNothing() {
    keeper.lease(OTHER.digest());
    assertFalse(keeper.trash(OTHER.digest()));
    assertPresent(keeper.rely(OTHER.digest()));
  }

  @Test
  void whoPushesAndWhoCollectsAtOnceLeaveEveryBlobThatSomebodyWasToldOf() throws Exception {
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < 200; round++) {
        Future<Boolean> collecting = pool.submit(() -> keeper.trash(BLOB.digest()));
        Future<BlobLocation> relying = pool.submit(() -> keeper.rely(BLOB.digest()));
        assertPresent(relying.get());
        boolean unused = collecting.get();
        assertPresent(store.locate(BLOB.digest()));
        clock.advance(Duration.ofHours(26));
      }
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void assertPresent(BlobLocation location) {
    assertFalse(location instanceof BlobLocation.Missing);
  }

  private static void assertMissing(BlobLocation location) {
    assertInstanceOf(BlobLocation.Missing.class, location);
  }
}
