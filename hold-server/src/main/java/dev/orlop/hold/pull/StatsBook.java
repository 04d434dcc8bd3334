package dev.orlop.hold.pull;

import dev.orlop.atproto.syntax.AtUri;
import dev.orlop.atproto.syntax.Datetime;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.car.cbor.DagCbor;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.pds.CommitRequest;
import dev.orlop.hold.pds.CommitResult;
import dev.orlop.hold.pds.RecordEntry;
import dev.orlop.hold.pds.Repo;
import dev.orlop.hold.pds.records.ImageRepository;
import dev.orlop.hold.pds.records.MalformedRecordException;
import dev.orlop.hold.pds.records.StatsRecord;
import dev.orlop.mst.RecordWrite;
import dev.orlop.mst.RepoState;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Stats records: reads them, and changes them so that no change is lost to another one. */
final class StatsBook {
  /** The mark that names the last generation of the journal that is in the records. */
  static final String MARK = "pulls";

  private static final System.Logger LOGGER = System.getLogger(StatsBook.class.getName());

  /** A record that was read, and where. */
  record Page(StatsRecord stats, StatsView.Source source) {}

  private final Repo repo;
  private final InstantSource clock;

  StatsBook(Repo repo, InstantSource clock) {
    this.repo = repo;
    this.clock = clock;
  }

  Datetime now() {
    return Datetime.of(clock.instant());
  }

  /** The last generation that is in the records; zero before the first. */
  long folded() {
    return repo.mark(MARK).orElse(0);
  }

  Optional<Page> read(ImageRepository repository) {
    Optional<RecordEntry> entry = repo.entry(repository.statsPath());
    if (entry.isEmpty()) {
      return Optional.empty();
    }
    // Read after the record: the head it is proved in must not be older than the record.
    RepoState head = repo.head();
    return stats(entry.get().path(), entry.get().value())
        .map(
            stats ->
                new Page(
                    stats,
                    new StatsView.Source(
                        AtUri.of(head.did(), entry.get().path()), entry.get().cid(), head.rev())));
  }

  static Optional<StatsRecord> stats(RepoPath path, DataMap value) {
    try {
      return Optional.of(StatsRecord.of(value));
    } catch (MalformedRecordException e) {
      LOGGER.log(System.Logger.Level.WARNING, "not a stats record: " + path, e);
      return Optional.empty();
    }
  }

  /** The write that changes a repository's record, as it is now. */
  RecordWrite change(ImageRepository repository, UnaryOperator<StatsRecord> change) {
    StatsRecord before =
        repo.entry(repository.statsPath())
            .flatMap(entry -> stats(entry.path(), entry.value()))
            .orElseGet(
                () -> StatsRecord.begin(repository.owner(), repository.name().value(), now()));
    return new RecordWrite.Put(
        repository.statsPath(), DagCbor.encode(change.apply(before).toData()));
  }

  /** Commits writes that depend on stats records alone; see the other one. */
  Optional<CommitResult.Committed> commit(
      Supplier<Optional<List<RecordWrite>>> writes, Map<String, Long> marks) {
    return commit(() -> repo.head().commit(), writes, marks);
  }

  /**
   * Commits writes that depend on what was read: reads and writes on one head, and again if it
   * moved. Every round that fails is a commit of somebody else that succeeded.
   *
   * @param known the last commit that all know who are asked for what to write
   * @param writes reads, and says what to write; empty to leave it
   */
  Optional<CommitResult.Committed> commit(
      Supplier<Cid> known, Supplier<Optional<List<RecordWrite>>> writes, Map<String, Long> marks) {
    while (true) {
      Cid head = known.get();
      Optional<List<RecordWrite>> drafted = writes.get();
      if (drafted.isEmpty()) {
        return Optional.empty();
      }
      CommitRequest request = CommitRequest.of(drafted.get()).onto(head).withMarks(marks);
      switch (repo.commit(request)) {
        case CommitResult.Committed committed -> {
          return Optional.of(committed);
        }
        case CommitResult.InvalidSwap _ -> {}
        case CommitResult.Unchanged _,
            CommitResult.InvalidRecordSwap _,
            CommitResult.RecordExists _,
            CommitResult.RecordMissing _,
            CommitResult.BlobMissing _,
            CommitResult.TooLarge _,
            CommitResult.DuplicatePath _ ->
            throw new IllegalStateException("records change, each once, and few at a time");
      }
    }
  }
}
