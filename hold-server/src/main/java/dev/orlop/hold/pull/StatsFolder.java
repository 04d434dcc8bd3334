package dev.orlop.hold.pull;

import dev.orlop.atproto.syntax.Datetime;
import dev.orlop.hold.pds.records.ImageRepository;
import dev.orlop.mst.RecordWrite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Adds what the journal holds to the signed records, again and again: one commit each time. */
public final class StatsFolder implements AutoCloseable {
  /**
   * When to fold.
   *
   * @param interval after which pulls are folded, however few
   * @param pulls at which they are folded sooner
   * @param pause between two commits at least, however many pulls come
   */
  public record Settings(Duration interval, long pulls, Duration pause) {
    /** Every 5 seconds or 1,000 pulls, and not more often than twice a second. */
    public static final Settings DEFAULT =
        new Settings(Duration.ofSeconds(5), 1000, Duration.ofMillis(500));
  }

  private static final System.Logger LOGGER = System.getLogger(StatsFolder.class.getName());

  private final PullJournal journal;
  private final StatsBook book;
  private final Settings settings;
  private final ReentrantLock folding = new ReentrantLock();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition due = lock.newCondition();
  // Guarded by lock.
  private boolean closed;
  // Written under the lock; read without, once for each pull.
  private volatile boolean hurry;
  private final Thread thread;

  StatsFolder(PullJournal journal, StatsBook book, Settings settings) {
    this.journal = journal;
    this.book = book;
    this.settings = settings;
    this.thread = Thread.ofPlatform().daemon().name("stats-folder").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Says that a pull was recorded. */
  void recorded() {
    if (!hurry && journal.openPulls() >= settings.pulls()) {
      lock.lock();
      try {
        hurry = true;
        due.signal();
      } finally {
        lock.unlock();
      }
    }
  }

  private void run() {
    while (await()) {
      try {
        fold();
      } catch (RuntimeException e) {
        // Nothing is lost: the journal has it, and the next round tries again.
        LOGGER.log(System.Logger.Level.ERROR, "pulls could not be folded into the records", e);
      }
    }
  }

  /** Waits until there is reason to fold; false when it is closed. */
  private boolean await() {
    lock.lock();
    try {
      long pause = settings.pause().toNanos();
      while (pause > 0 && !closed) {
        pause = due.awaitNanos(pause);
      }
      long rest = settings.interval().minus(settings.pause()).toNanos();
      while (rest > 0 && !closed && !hurry && journal.openPulls() < settings.pulls()) {
        rest = due.awaitNanos(rest);
      }
      hurry = false;
      return !closed;
    } catch (InterruptedException _) {
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** Folds all that is recorded by now; returns when it is in the records. */
  public void fold() {
    folding.lock();
    try {
      journal.rotate();
      List<Generation> ended = journal.ended();
      while (!ended.isEmpty()) {
        List<Generation> batch = batch(ended);
        fold(batch);
        ended = ended.subList(batch.size(), ended.size());
      }
    } finally {
      folding.unlock();
    }
  }

  /** As many generations as fit one commit; at least one. */
  private static List<Generation> batch(List<Generation> ended) {
    Set<ImageRepository> repositories = new HashSet<>();
    List<Generation> batch = new ArrayList<>();
    for (Generation generation : ended) {
      repositories.addAll(generation.tallies().keySet());
      if (!batch.isEmpty() && repositories.size() > PullJournal.MAX_REPOSITORIES) {
        break;
      }
      batch.add(generation);
    }
    return batch;
  }

  private void fold(List<Generation> batch) {
    long last = batch.getLast().number();
    book.commit(() -> writes(batch), Map.of(StatsBook.MARK, last));
    PullStep.FOLDED.reached();
    journal.forget(last);
  }

  /** What to write; nothing if it is in the records already, by a commit whose answer was lost. */
  private Optional<List<RecordWrite>> writes(List<Generation> batch) {
    long folded = book.folded();
    Map<ImageRepository, Tally> sum = new HashMap<>();
    for (Generation generation : batch) {
      if (generation.number() > folded) {
        generation.tallies().forEach((repo, tally) -> sum.merge(repo, tally, Tally::plus));
      }
    }
    if (sum.isEmpty()) {
      return Optional.empty();
    }
    Datetime now = book.now();
    List<RecordWrite> writes = new ArrayList<>();
    sum.forEach(
        (repository, tally) ->
            writes.add(
                book.change(
                    repository,
                    stats ->
                        stats.plusPulls(
                            tally.images(), tally.artifacts(), Datetime.of(tally.last()), now))));
    return Optional.of(writes);
  }

  /** Stops; a fold that has begun ends first. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      due.signal();
    } finally {
      lock.unlock();
    }
    Ends.await(thread);
  }
}
