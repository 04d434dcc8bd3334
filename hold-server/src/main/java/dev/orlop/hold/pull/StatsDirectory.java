package dev.orlop.hold.pull;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.hold.pds.RecordChange;
import dev.orlop.hold.pds.RecordFollower;
import dev.orlop.hold.pds.Repo;
import dev.orlop.hold.pds.records.ImageRepository;
import dev.orlop.hold.pds.records.StatsRecord;
import dev.orlop.lexicons.Nsids;
import dev.orlop.lexicons.RepositoryName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;

/** Which repositories of whom have a stats record: the keys are hashes and do not tell. */
final class StatsDirectory implements RecordFollower {
  private final Map<Did, ConcurrentSkipListSet<RepositoryName>> names = new ConcurrentHashMap<>();

  @Override
  public Set<Nsid> collections() {
    return Set.of(Nsids.HOLD_STATS);
  }

  @Override
  public void load(Repo repo) {
    repo.forEach(
        Nsids.HOLD_STATS,
        entry -> StatsBook.stats(entry.path(), entry.value()).ifPresent(this::add));
  }

  @Override
  public void changed(List<RecordChange> changes) {
    // A deleted record stays listed until the next start; listing looks at the record anyway.
    for (RecordChange change : changes) {
      change.value().flatMap(value -> StatsBook.stats(change.path(), value)).ifPresent(this::add);
    }
  }

  private void add(StatsRecord record) {
    RepositoryName.parse(record.repository())
        .ifPresent(name -> add(new ImageRepository(record.owner(), name)));
  }

  private void add(ImageRepository repository) {
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
