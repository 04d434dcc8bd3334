package dev.orlop.hold.pull;

import dev.orlop.atproto.syntax.Datetime;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.pds.records.ImageRepository;
import dev.orlop.hold.pds.records.StatsRecord;
import dev.orlop.lexicons.RepositoryName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Counts as they are now: the record, and what the journal has above the mark. Never goes down, and
 * counts no pull twice, also while a fold is going on: it reads the mark before and after, and
 * begins again if it moved.
 */
public final class StatsService implements StatsReader {
  private final StatsBook book;
  private final PullJournal journal;
  private final Pulls.Indexes indexes;

  StatsService(StatsBook book, PullJournal journal, Pulls.Indexes indexes) {
    this.book = book;
    this.journal = journal;
    this.indexes = indexes;
  }

  @Override
  public StatsView stats(ImageRepository repository) {
    while (true) {
      long folded = book.folded();
      Optional<StatsBook.Page> page = book.read(repository);
      Optional<Tally> pending = journal.above(folded, repository);
      if (book.folded() == folded) {
        return new StatsView(
            repository,
            counts(page.map(StatsBook.Page::stats), pending),
            page.map(StatsBook.Page::source));
      }
    }
  }

  private static StatsView.Counts counts(Optional<StatsRecord> record, Optional<Tally> pending) {
    Optional<Instant> recorded = record.flatMap(StatsRecord::lastPull).map(Datetime::instant);
    Optional<Instant> newest = pending.map(Tally::last);
    Optional<Instant> lastPull =
        recorded.isPresent() && newest.isPresent() && recorded.get().isAfter(newest.get())
            ? recorded
            : newest.or(() -> recorded);
    return new StatsView.Counts(
        record.map(StatsRecord::pullCount).orElse(0L) + pending.map(Tally::images).orElse(0L),
        record.map(StatsRecord::artifactPullCount).orElse(0L)
            + pending.map(Tally::artifacts).orElse(0L),
        record.map(StatsRecord::pushCount).orElse(0L),
        lastPull,
        record.flatMap(StatsRecord::lastPush).map(Datetime::instant));
  }

  @Override
  public List<StatsView> list(Did owner, Optional<RepositoryName> after, int limit) {
    Set<RepositoryName> names = new TreeSet<>();
    // First those that were pulled a moment ago: once they are folded, they are among the others.
    journal.names(owner).stream()
        .filter(name -> after.isEmpty() || name.compareTo(after.get()) > 0)
        .forEach(names::add);
    Cid unused = indexes.follow();
    names.addAll(indexes.directory().names(owner, after));
    List<StatsView> found = new ArrayList<>();
    for (RepositoryName name : names) {
      if (found.size() >= limit) {
        break;
      }
      StatsView view = stats(new ImageRepository(owner, name));
      if (view.record().isPresent() || !view.counts().equals(StatsView.Counts.ZERO)) {
        found.add(view);
      }
    }
    return found;
  }
}
