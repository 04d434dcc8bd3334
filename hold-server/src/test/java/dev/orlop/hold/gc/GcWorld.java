package dev.orlop.hold.gc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.orlop.atproto.syntax.Tid;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.BlobStoreContract;
import dev.orlop.hold.blob.Content;
import dev.orlop.hold.blob.ListedBlob;
import dev.orlop.hold.blob.Shelf;
import dev.orlop.hold.blob.StoredBlob;
import dev.orlop.hold.blob.file.FileBlobStore;
import dev.orlop.hold.disk.FaultyDisk;
import dev.orlop.hold.lease.BlobKeeper;
import dev.orlop.hold.lease.LeaseLog;
import dev.orlop.testkit.ClockAt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Supplier;

/** A store of blobs, records that name some of them, and a collector that is begun anew at will. */
final class GcWorld {
  static final GcSettings SETTINGS = GcSettings.DEFAULT;

  // Files are as old as they are: the test's time begins with the machine's.
  final ClockAt clock = new ClockAt(Instant.now().toString());
  final FaultyDisk disk = new FaultyDisk();
  final ConcurrentSkipListSet<Digest> used = new ConcurrentSkipListSet<>();
  final MemoryReceipts receipts = new MemoryReceipts();
  final FileBlobStore blobs;
  private final Path folder;
  private Supplier<GcBook> book;
  private final GcSettings settings;
  BlobKeeper keeper;
  Collector collector;

  GcWorld(Path folder) {
    this(folder, SETTINGS);
  }

  GcWorld(Path folder, GcSettings settings) {
    this.folder = folder;
    this.settings = settings;
    this.book = () -> new FileBook(folder.resolve("gc"), disk);
    this.blobs = new FileBlobStore(folder);
    reopen();
  }

  /** Has the collectors that are begun from now on write down elsewhere where they are. */
  void writeInto(Supplier<GcBook> books) {
    book = books;
    reopen();
  }

  /** As a restart does, whatever went on. */
  void reopen() {
    LeaseLog leases = new LeaseLog(folder.resolve("leases"), disk, settings.lease(), clock);
    keeper = new BlobKeeper(blobs, leases, used::contains);
    Collector.Ground ground =
        new Collector.Ground(
            book.get(),
            folder.resolve("gc"),
            disk,
            blobs,
            keeper,
            leases,
            new Uses(),
            receipts,
            clock);
    collector = new Collector(ground, settings);
  }

  private final class Uses implements UsedBlobs {
    @Override
    public void settle() {}

    @Override
    public List<Digest> list(Optional<Digest> after, int limit) {
      return (after.isPresent() ? used.tailSet(after.get(), false) : used)
          .stream().limit(limit).toList();
    }
  }

  /** Receipts in memory, with the lists that belong to them. */
  static final class MemoryReceipts implements Receipts {
    final List<Receipt> all = new ArrayList<>();
    final List<String> lists = new ArrayList<>();

    @Override
    public synchronized boolean has(Tid run) {
      return all.stream().anyMatch(receipt -> receipt.id().equals(run));
    }

    @Override
    public synchronized void leave(Receipt receipt, Optional<Path> list) {
      assertEquals(list.isEmpty(), receipt.blobs().size() == receipt.count());
      all.add(receipt);
      try {
        lists.add(list.isPresent() ? Files.readString(list.get()) : "");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** All that went by runs of this kind. */
    synchronized List<Digest> digests(GcAction action) {
      return all.stream()
          .filter(receipt -> receipt.action() == action)
          .flatMap(receipt -> receipt.blobs().stream())
          .map(StoredBlob::digest)
          .toList();
    }
  }

  /** Stores a blob that nobody relies on. */
  Digest store(String text) {
    Content content = Content.of(text);
    BlobStoreContract.put(blobs, content);
    return content.digest();
  }

  Collector.Cycle cycle() {
    return collector.cycle(GcCause.SCHEDULE);
  }

  /** Until blobs of now are old enough. */
  void passGrace() {
    clock.advance(settings.grace().plus(Duration.ofMinutes(1)));
  }

  void passInterval() {
    clock.advance(settings.interval());
  }

  void passRetention() {
    clock.advance(settings.retention().plus(Duration.ofMinutes(1)));
  }

  Set<Digest> stored() {
    return digests(Shelf.STORED);
  }

  Set<Digest> trashed() {
    return digests(Shelf.TRASH);
  }

  private Set<Digest> digests(Shelf shelf) {
    Set<Digest> digests = new HashSet<>();
    blobs.list(shelf, Optional.empty(), 100_000).stream()
        .map(ListedBlob::digest)
        .forEach(digests::add);
    return digests;
  }
}
