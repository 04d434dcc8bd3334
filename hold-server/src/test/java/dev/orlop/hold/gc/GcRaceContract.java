package dev.orlop.hold.gc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.BlobCheck;
import dev.orlop.hold.blob.BlobLocation;
import dev.orlop.hold.blob.BlobStore;
import dev.orlop.hold.blob.Content;
import dev.orlop.hold.blob.ListedBlob;
import dev.orlop.hold.blob.Shelf;
import dev.orlop.hold.blob.StagedBlob;
import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.lease.BlobKeeper;
import dev.orlop.hold.lease.LeaseLog;
import dev.orlop.hold.lease.Leases;
import dev.orlop.testkit.ClockAt;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pushes, deletes, pushes again and pulls of images that share layers, while the collector goes on
 * without a pause, with no grace and a trash that keeps nothing: all that is left to protect a blob
 * are leases and records. A backend's test extends this. {@code -Dorlop.gc.race-seconds=300} makes
 * it last.
 */
abstract class GcRaceContract {
  private static final int SECONDS = Integer.getInteger("orlop.gc.race-seconds", 4);
  private static final int PUSHERS = 4;
  private static final int FEWEST = 3;
  private static final int MOST = 8;
  private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(300);
  private static final Duration STEP = Duration.ofHours(26);

  /** No TID can name what comes after 2255. */
  private static final long MOST_STEPS = 70_000;

  private static final GcSettings HARSH =
      new GcSettings(
          Duration.ZERO,
          Duration.ofHours(1),
          Duration.ZERO,
          Duration.ofHours(1),
          Duration.ofHours(24),
          100);
  private static final List<Content> LAYERS =
      IntStream.range(0, 40).mapToObj(i -> Content.random(i, 2_000 + 97 * i)).toList();

  @TempDir Path folder;

  // Beyond all that is to pass for stored things to be old.
  private final ClockAt clock = new ClockAt(Instant.now().plus(Duration.ofDays(1)).toString());

  /** How many images name a blob: the layer records. */
  private final ConcurrentSkipListMap<Digest, Integer> records = new ConcurrentSkipListMap<>();

  /** A push is shorter than a lease: time goes on between pushes only. */
  private final ReadWriteLock time = new ReentrantReadWriteLock();

  private final List<List<Content>> images = new ArrayList<>();
  private final AtomicLong pushes = new AtomicLong();
  private final AtomicLong pulls = new AtomicLong();
  private final AtomicLong found = new AtomicLong();
  private long collected;
  private BlobStore store;

  /** Of each process that serves the store; only the last one collects. */
  private final List<BlobKeeper> keepers = new ArrayList<>();

  private Collector collector;
  private long end;

  /** A store in this folder. */
  abstract BlobStore open(Path root);

  /** How many processes serve the store. */
  int processes() {
    return 1;
  }

  /** Leases that several processes share. */
  Leases leases(Duration length, InstantSource time) {
    throw new UnsupportedOperationException("one process shares nothing");
  }

  private BlobKeeper anyKeeper(Random random) {
    return keepers.get(random.nextInt(keepers.size()));
  }

  @BeforeEach
  void start() {
    store = open(folder);
    Leases leases = new LeaseLog(folder.resolve("leases"), Disk.REAL, HARSH.lease(), clock);
    if (processes() > 1) {
      for (int i = 1; i < processes(); i++) {
        keepers.add(
            new BlobKeeper(open(folder), leases(HARSH.lease(), clock), records::containsKey));
      }
      leases = leases(HARSH.lease(), clock);
    }
    BlobKeeper keeper = new BlobKeeper(store, leases, records::containsKey);
    keepers.add(keeper);
    Collector.Ground ground =
        new Collector.Ground(
            new FileBook(folder.resolve("gc"), Disk.REAL),
            folder.resolve("gc"),
            Disk.REAL,
            store,
            keeper,
            leases,
            new Uses(),
            new GcWorld.MemoryReceipts(),
            clock);
    collector = new Collector(ground, HARSH);
    end = System.nanoTime() + Duration.ofSeconds(SECONDS).toNanos();
  }

  private final class Uses implements UsedBlobs {
    @Override
    public void settle() {}

    @Override
    public List<Digest> list(Optional<Digest> after, int limit) {
      return (after.isPresent() ? records.tailMap(after.get(), false) : records)
          .keySet().stream().limit(limit).toList();
    }
  }

  private boolean goesOn() {
    return System.nanoTime() < end;
  }

  @Test
  void noBlobThatAnImageNeedsIsEverLostAndAllOthersGo() throws Exception {
    List<Callable<Boolean>> all = new ArrayList<>();
    for (int i = 0; i < PUSHERS; i++) {
      Random random = new Random(i);
      all.add(() -> pushing(random));
    }
    all.add(() -> deleting(new Random(100)));
    all.add(() -> pulling(new Random(101)));
    all.add(this::collecting);
    all.add(this::passingTime);
    try (ExecutorService pool = Executors.newFixedThreadPool(all.size())) {
      for (Future<Boolean> each : pool.invokeAll(all)) {
        assertTrue(each.get());
      }
    }
    System.out.printf(
        "gc race: %d s, %d pushes (%d layers were there already), %d pulls, %d blobs collected%n",
        SECONDS, pushes.get(), found.get(), pulls.get(), collected);
    assertTrue(collected > 0 && found.get() > 0, "there was no race");
    assertStoredIs(new TreeSet<>(records.keySet()));
    for (List<Content> image : List.copyOf(images)) {
      for (Content layer : image) {
        assertEquals(
            new BlobCheck.Sound(layer.bytes().length),
            store.verify(layer.digest(), Long.MAX_VALUE));
      }
    }
    records.clear();
    assertStoredIs(Set.of());
  }

  /** After some time without pushes: exactly what is used is stored. */
  private void assertStoredIs(Set<Digest> wanted) {
    for (int i = 0; i < 3; i++) {
      clock.advance(Duration.ofHours(30));
      collector.cycle(GcCause.SCHEDULE);
    }
    assertEquals(wanted, digests(Shelf.STORED));
    assertEquals(Set.of(), digests(Shelf.TRASH));
  }

  private Set<Digest> digests(Shelf shelf) {
    Set<Digest> digests = new TreeSet<>();
    store.list(shelf, Optional.empty(), 10_000).stream()
        .map(ListedBlob::digest)
        .forEach(digests::add);
    return digests;
  }

  private boolean pushing(Random random) {
    while (goesOn()) {
      List<Content> image =
          random.ints(4, 0, LAYERS.size()).distinct().mapToObj(LAYERS::get).toList();
      time.readLock().lock();
      try {
        push(image, anyKeeper(random));
      } finally {
        time.readLock().unlock();
      }
      pushes.incrementAndGet();
      while (goesOn() && isFull()) {
        pause();
      }
    }
    return true;
  }

  /** Most blobs are to be free at some time. */
  private boolean isFull() {
    synchronized (images) {
      return images.size() >= MOST;
    }
  }

  private void push(List<Content> image, BlobKeeper keeper) {
    for (Content layer : image) {
      if (keeper.rely(layer.digest()) instanceof BlobLocation.Missing) {
        upload(layer, keeper);
      } else {
        found.incrementAndGet();
      }
    }
    // The manifest is told of: what the push relied on is there still.
    for (Content layer : image) {
      assertFalse(
          store.locate(layer.digest()) instanceof BlobLocation.Missing,
          () -> "lost in a push: " + layer);
      records.merge(layer.digest(), 1, Integer::sum);
    }
    synchronized (images) {
      images.add(image);
    }
  }

  private void upload(Content layer, BlobKeeper keeper) {
    try (StagedBlob staged = keeper.store().stage(Digest.Algorithm.SHA256)) {
      staged.write(layer.bytes(), 0, layer.bytes().length);
      assertTrue(staged.publish(layer.digest()) instanceof StagedBlob.Published.Stored);
    }
  }

  private boolean deleting(Random random) {
    while (goesOn()) {
      Optional<List<Content>> image;
      synchronized (images) {
        image =
            images.size() < FEWEST
                ? Optional.empty()
                : Optional.of(images.remove(random.nextInt(images.size())));
      }
      image.ifPresent(
          layers ->
              layers.forEach(
                  layer ->
                      records.computeIfPresent(
                          layer.digest(), (_, count) -> count == 1 ? null : count - 1)));
      pause();
    }
    return true;
  }

  private boolean pulling(Random random) {
    while (goesOn()) {
      Content layer;
      // An image that is listed keeps its records while it is looked at.
      synchronized (images) {
        if (images.isEmpty()) {
          continue;
        }
        layer = images.get(random.nextInt(images.size())).getFirst();
        assertFalse(
            anyKeeper(random).store().locate(layer.digest()) instanceof BlobLocation.Missing,
            () -> "lost: " + layer);
      }
      pulls.incrementAndGet();
      pause();
    }
    return true;
  }

  private boolean collecting() {
    while (goesOn()) {
      Collector.Cycle cycle = collector.cycle(GcCause.SCHEDULE);
      collected += cycle.trashed().map(Receipt::count).orElse(0L);
    }
    return true;
  }

  /** So that deletes and the clock do not outrun the pushes; nobody waits for anything here. */
  private static void pause() {
    LockSupport.parkNanos(PAUSE_NANOS);
  }

  private boolean passingTime() {
    while (goesOn()) {
      time.writeLock().lock();
      try {
        clock.advance(STEP);
      } finally {
        time.writeLock().unlock();
      }
      LockSupport.parkNanos(Math.max(PAUSE_NANOS, TimeUnit.SECONDS.toNanos(SECONDS) / MOST_STEPS));
    }
    return true;
  }
}
