package dev.orlop.hold.app;

import dev.orlop.atproto.chore.Chore;
import dev.orlop.hold.blob.BlobStore;
import dev.orlop.hold.config.HoldConfig;
import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.disk.ReservedDisk;
import dev.orlop.hold.gc.Collector;
import dev.orlop.hold.gc.FileBook;
import dev.orlop.hold.gc.GcBook;
import dev.orlop.hold.gc.LayerUses;
import dev.orlop.hold.gc.RepoReceipts;
import dev.orlop.hold.gc.Scrub;
import dev.orlop.hold.gc.TableBook;
import dev.orlop.hold.gc.UsedBlobs;
import dev.orlop.hold.layers.LayerIndex;
import dev.orlop.hold.lease.BlobKeeper;
import dev.orlop.hold.lease.LeaseLog;
import dev.orlop.hold.lease.Leases;
import dev.orlop.hold.lease.TableLeases;
import dev.orlop.hold.lease.TableWithdrawals;
import dev.orlop.hold.pds.blobs.BlobSweeper;
import dev.orlop.hold.pds.blobs.RecordBlobs;
import dev.orlop.hold.pull.PullJournal;
import dev.orlop.hold.pull.Pulls;
import dev.orlop.hold.quota.BroughtBlobs;
import dev.orlop.hold.quota.Quotas;
import dev.orlop.hold.quota.Reservations;
import dev.orlop.hold.quota.TableReservations;
import dev.orlop.hold.upload.UploadService;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** The half of a hold that deals in blobs: their store, uploads and pulls, and who tidies up. */
final class HoldBlobs implements AutoCloseable {
  private static final Duration SWEEP = Duration.ofMinutes(1);
  private static final Duration SWEEP_PLACE = Duration.ofHours(1);
  private static final Duration SWEEP_RECORDS = Duration.ofMinutes(10);
  private static final Duration COLLECT = Duration.ofMinutes(1);

  private final BlobPlace place;
  private final Optional<SharedPlace> shared;
  private final Leases leases;
  private final Reservations brought;
  private final Quotas quotas;
  private final BlobKeeper keeper;
  private final UploadService uploads;
  private final Pulls pulls;
  private final RecordPlace records;
  private final BlobSweeper recordSweeper;
  private final Collector collector;
  private final Scrub scrub;
  private final Chore collecting;
  private final Chore uploadSweeping;
  private final Chore placeSweeping;
  private final Chore recordSweeping;

  private HoldBlobs(
      BlobPlace place,
      Optional<SharedPlace> shared,
      Leases leases,
      Reservations brought,
      Quotas quotas,
      BlobKeeper keeper,
      UploadService uploads,
      Pulls pulls,
      RecordPlace records,
      Collector collector,
      Scrub scrub,
      BlobSweeper recordSweeper) {
    this.place = place;
    this.shared = shared;
    this.leases = leases;
    this.brought = brought;
    this.quotas = quotas;
    this.keeper = keeper;
    this.uploads = uploads;
    this.pulls = pulls;
    this.records = records;
    this.recordSweeper = recordSweeper;
    this.placeSweeping = Chore.every(SWEEP_PLACE, "place-sweeper", place::sweep);
    this.collector = collector;
    this.scrub = scrub;
    this.collecting = Chore.every(COLLECT, "collector", collector::tick);
    this.uploadSweeping = Chore.every(SWEEP, "upload-sweeper", uploads::expire);
    this.recordSweeping = Chore.every(SWEEP_RECORDS, "blob-sweeper", recordSweeper::sweep);
  }

  /**
   * Opens the store, takes up the journal of pulls and the uploads that were under way.
   *
   * @param indexes which follow the repo of the folder
   */
  static HoldBlobs start(
      HoldConfig config, HoldFolder folder, Pulls.Indexes indexes, Ground ground) {
    Disk disk = ground.disk();
    Disk roomy = ReservedDisk.of(disk, config.storage().folder(), config.diskReserve());
    InstantSource clock = ground.clock();
    BlobPlace blobs = BlobPlace.open(config, roomy);
    Optional<SharedPlace> shared = folder.shared().map(SharedPlace::in);
    Leases leases = leases(config, shared, disk, clock);
    BlobKeeper keeper = keeper(blobs.store(), leases, indexes, shared, clock);
    BlobStore kept = keeper.store();
    Reservations brought = reservations(config, shared, disk, indexes.layers(), clock);
    Quotas quotas = new Quotas(config.quota(), folder.records(), indexes.layers(), brought);
    UploadService uploads =
        blobs.uploads(new BlobPlace.Needs(keeper, quotas, roomy, shared, clock));
    Pulls pulls =
        Pulls.start(
            new Pulls.Ground(journal(config, folder, disk), folder.repo(), kept, quotas, clock),
            indexes,
            config.pulls());
    RecordPlace records = RecordPlace.open(config, blobs, shared, folder::refersTo, disk, clock);
    BlobSweeper recordSweeper =
        new BlobSweeper(records.blobs(), BlobSweeper.Settings.DEFAULT, clock);
    UsedBlobs used = new LayerUses(indexes.layers(), folder.followers());
    Collector collector =
        new Collector(
            new Collector.Ground(
                shared
                    .<GcBook>map(it -> new TableBook(it.database(), it.locks()))
                    .orElseGet(() -> new FileBook(config.gcFolder(), disk)),
                config.gcFolder(),
                disk,
                blobs.store(),
                keeper,
                leases,
                used,
                new RepoReceipts(folder.repo(), records.blobs()),
                clock),
            config.gc());
    Scrub scrub = new Scrub(kept, used, clock);
    return new HoldBlobs(
        blobs,
        shared,
        leases,
        brought,
        quotas,
        keeper,
        uploads,
        pulls,
        records,
        collector,
        scrub,
        recordSweeper);
  }

  private static PullJournal.Place journal(HoldConfig config, HoldFolder folder, Disk disk) {
    Path files = config.journal();
    return folder
        .shared()
        .map(database -> PullJournal.Place.in(database, files, disk))
        .orElseGet(() -> PullJournal.Place.inFolder(files, disk));
  }

  private static BlobKeeper keeper(
      BlobStore blobs,
      Leases leases,
      Pulls.Indexes indexes,
      Optional<SharedPlace> shared,
      InstantSource clock) {
    return shared
        .map(it -> new TableWithdrawals(it.database(), clock))
        .map(withdrawals -> new BlobKeeper(blobs, leases, indexes::isNeeded, withdrawals))
        .orElseGet(() -> new BlobKeeper(blobs, leases, indexes::isNeeded));
  }

  private static Leases leases(
      HoldConfig config, Optional<SharedPlace> shared, Disk disk, InstantSource clock) {
    Duration length = config.gc().lease();
    return shared
        .<Leases>map(it -> new TableLeases(it.database(), length, clock))
        .orElseGet(() -> new LeaseLog(config.leases(), disk, length, clock));
  }

  private static Reservations reservations(
      HoldConfig config,
      Optional<SharedPlace> shared,
      Disk disk,
      LayerIndex layers,
      InstantSource clock) {
    Duration length = config.gc().lease();
    return shared
        .<Reservations>map(it -> new TableReservations(it.database(), layers, length, clock))
        .orElseGet(() -> new BroughtBlobs(config.reservations(), disk, layers, length, clock));
  }

  BlobKeeper keeper() {
    return keeper;
  }

  Quotas quotas() {
    return quotas;
  }

  Collector collector() {
    return collector;
  }

  Scrub scrub() {
    return scrub;
  }

  UploadService uploads() {
    return uploads;
  }

  RecordBlobs recordBlobs() {
    return records.blobs();
  }

  BlobSweeper recordSweeper() {
    return recordSweeper;
  }

  Pulls pulls() {
    return pulls;
  }

  /** Before the repo is closed: what is being folded goes into it first. */
  @Override
  public void close() {
    collector.stop();
    scrub.close();
    collecting.close();
    uploadSweeping.interrupt();
    placeSweeping.interrupt();
    recordSweeping.interrupt();
    pulls.close();
    brought.close();
    records.close();
    leases.close();
    shared.ifPresent(SharedPlace::close);
    place.close();
  }
}
