package dev.orlop.hold.pds;

import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.car.CarLimits;
import dev.orlop.car.cbor.DagCbor;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.disk.DiskException;
import dev.orlop.hold.store.RecordRef;
import dev.orlop.hold.store.StoreBusyException;
import dev.orlop.mst.Commit;
import dev.orlop.mst.RecordWrite;
import dev.orlop.mst.RepoReport;
import dev.orlop.mst.RepoVerifier;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;

/**
 * Replaces what a repo holds by what a CAR holds, in one commit of the repo's own. The file is
 * verified whole before anything is changed; its signature says nothing here, for it may be of a
 * key that is no longer the account's.
 *
 * <p>A file comes in at its sender's pace and lies on disk meanwhile; then it is read into memory,
 * one at a time.
 */
public final class RepoImport {
  /** The largest file, in bytes. While it is imported it takes a few times as much in memory. */
  public static final long MAX_BYTES = 128L << 20;

  private static final CarLimits LIMITS =
      new CarLimits(
          CarLimits.DEFAULT.maxHeaderBytes(),
          CarLimits.DEFAULT.maxBlockBytes(),
          4_000_000,
          MAX_BYTES);

  /** Revs that are further ahead would put all that follow ahead of the clock, too. */
  private static final Duration MAX_AHEAD = Duration.ofMinutes(1);

  private static final int PAGE = 1000;

  private final Path folder;
  private final InstantSource clock;
  private final Semaphore room = new Semaphore(1);

  /**
   * Imports by way of a folder.
   *
   * @param folder for files that are coming in; what a crash left there is removed
   */
  public RepoImport(Path folder, InstantSource clock) {
    this.folder = folder;
    this.clock = clock;
    try {
      Files.createDirectories(folder);
      try (Stream<Path> leftovers = Files.list(folder)) {
        for (Path leftover : leftovers.toList()) {
          Files.delete(leftover);
        }
      }
    } catch (IOException e) {
      throw new DiskException("make room for imports", e);
    }
  }

  /** What came of it. */
  public sealed interface Outcome {
    /** The repo has the records of the file now. */
    record Imported(CommitResult.Committed commit) implements Outcome {}

    /** The file is no repo of that account, and nothing was changed. */
    record Refused(String reason) implements Outcome {}
  }

  /**
   * Imports a CAR.
   *
   * @throws IOException if it breaks off
   * @throws StoreBusyException if another one is being imported
   */
  public Outcome run(Repo repo, InputStream car) throws IOException {
    Path file = Files.createTempFile(folder, "import-", ".car");
    try {
      Files.copy(car, file, StandardCopyOption.REPLACE_EXISTING);
      if (!room.tryAcquire()) {
        throw new StoreBusyException("another repo is being imported");
      }
      try {
        return importFile(repo, file);
      } finally {
        room.release();
      }
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private Outcome importFile(Repo repo, Path file) throws IOException {
    Map<RepoPath, byte[]> records = new TreeMap<>();
    RepoReport report;
    try (InputStream car = new BufferedInputStream(Files.newInputStream(file))) {
      report =
          RepoVerifier.verify(
              car,
              LIMITS,
              Optional.of(repo.did()),
              Optional.empty(),
              (path, record) -> take(path, record, records));
    }
    if (!report.isValid()) {
      return new Outcome.Refused(report.faults().getFirst().toString());
    }
    Tid rev = report.commit().map(Commit::rev).orElseThrow();
    long latest = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant().plus(MAX_AHEAD));
    if (rev.micros() > latest) {
      return new Outcome.Refused("the rev " + rev + " lies in the future");
    }
    return new Outcome.Imported(replace(repo, records, rev));
  }

  /** Blocks are canonical, so what was read is written as it was. */
  private static Optional<String> take(
      RepoPath path, DataMap record, Map<RepoPath, byte[]> records) {
    if (record.type().isEmpty()) {
      // It could have the very bytes of a tree node, which go when the node goes.
      return Optional.of("the record has no $type");
    }
    records.put(path, DagCbor.encode(record));
    return Optional.empty();
  }

  /** Anew whenever somebody else has written meanwhile. */
  private static CommitResult.Committed replace(Repo repo, Map<RepoPath, byte[]> records, Tid rev) {
    while (true) {
      Cid head = repo.head().commit();
      CommitRequest request = CommitRequest.of(writes(repo, records)).onto(head);
      switch (repo.commit(request.importing(rev))) {
        case CommitResult.Committed committed -> {
          return committed;
        }
        case CommitResult.InvalidSwap _ -> {}
        case CommitResult other -> throw new IllegalStateException("an import ended as " + other);
      }
    }
  }

  private static List<RecordWrite> writes(Repo repo, Map<RepoPath, byte[]> records) {
    List<RecordWrite> writes = new ArrayList<>();
    records.forEach((path, block) -> writes.add(new RecordWrite.Put(path, block)));
    for (Nsid collection : repo.collections()) {
      Optional<RecordKey> after = Optional.empty();
      List<RecordRef> page;
      do {
        page = repo.records(collection, after, PAGE, false);
        for (RecordRef record : page) {
          if (!records.containsKey(record.path())) {
            writes.add(new RecordWrite.Delete(record.path()));
          }
          after = Optional.of(record.path().rkey());
        }
      } while (page.size() == PAGE);
    }
    return writes;
  }
}
