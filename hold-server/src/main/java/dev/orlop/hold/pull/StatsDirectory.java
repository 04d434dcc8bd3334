package dev.orlop.hold.pull;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.hold.pds.CommitListener;
import dev.orlop.hold.pds.Repo;
import dev.orlop.hold.pds.records.ImageRepository;
import dev.orlop.hold.pds.records.StatsRecord;
import dev.orlop.lexicons.Nsids;
import dev.orlop.lexicons.RepositoryName;
import dev.orlop.mst.CommitDraft;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;

/** Which repositories of whom have a stats record: the keys are hashes and do not tell. */
final class StatsDirectory implements CommitListener {
  private final Map<Did, ConcurrentSkipListSet<RepositoryName>> names = new ConcurrentHashMap<>();

  /** Learns the records that are there. */
  void load(Repo repo) {
    repo.forEach(Nsids.HOLD_STATS, entry -> StatsBook.stats(entry).ifPresent(this::add));
  }

  @Override
  public void committed(CommitDraft draft, long seq) {
    // A deleted record stays listed until the next start; listing looks at the record anyway.
    Written.records(draft, Nsids.HOLD_STATS)
        .forEach(entry -> StatsBook.stats(entry).ifPresent(this::add));
  }

  private void add(StatsRecord record) {
    RepositoryName.parse(record.repository())
        .ifPresent(name -> add(new ImageRepository(record.owner(), name)));
  }

  void add(ImageRepository repository) {
    names
        .computeIfAbsent(repository.owner(), _ -> new ConcurrentSkipListSet<>())
        .add(repository.name());
  }

  /** The names of an owner's repositories behind {@code after}, ascending. */
  Set<RepositoryName> names(Did owner, Optional<RepositoryName> after) {
    ConcurrentSkipListSet<RepositoryName> all = names.get(owner);
    if (all == null) {
      return Set.of();
    }
    return after.isPresent() ? all.tailSet(after.get(), false) : all;
  }
}
