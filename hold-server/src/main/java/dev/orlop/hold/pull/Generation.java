package dev.orlop.hold.pull;

import dev.orlop.hold.pds.records.ImageRepository;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A part of the journal, added up. One thread at a time adds, others read. */
@SuppressWarnings("NonAtomicVolatileUpdate")
final class Generation {
  private final long number;
  private final Map<ImageRepository, Tally> tallies = new ConcurrentHashMap<>();
  private volatile long pulls;

  Generation(long number) {
    this.number = number;
  }

  long number() {
    return number;
  }

  long pulls() {
    return pulls;
  }

  Map<ImageRepository, Tally> tallies() {
    return tallies;
  }

  Optional<Tally> tally(ImageRepository repository) {
    return Optional.ofNullable(tallies.get(repository));
  }

  void add(Pull pull) {
    tallies.merge(pull.repository(), Tally.of(pull), Tally::plus);
    pulls++;
  }

  /** Puts in what was added up elsewhere. */
  void put(ImageRepository repository, Tally tally) {
    tallies.put(repository, tally);
    pulls += tally.images() + tally.artifacts();
  }

  /** For asking what fits, before it is added. */
  Growing growing() {
    return new Growing();
  }

  /** The repositories of the generation and of a batch that is to come. */
  final class Growing {
    private final Set<ImageRepository> more = new HashSet<>();

    /** Whether the pull fits; if so, it belongs to the batch. */
    boolean take(Pull pull) {
      ImageRepository repository = pull.repository();
      if (tallies.containsKey(repository) || more.contains(repository)) {
        return true;
      }
      return tallies.size() + more.size() < PullJournal.MAX_REPOSITORIES && more.add(repository);
    }
  }
}
