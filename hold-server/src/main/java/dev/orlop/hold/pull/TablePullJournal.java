package dev.orlop.hold.pull;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.hold.pds.records.ImageRepository;
import dev.orlop.hold.store.sql.Database;
import dev.orlop.hold.store.sql.PullTable;
import dev.orlop.lexicons.RepositoryName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Pulls in a database. Whoever records while another one writes is written by the next, with all
 * others who came meanwhile. Any process ends generations, and folds what any has recorded.
 */
public final class TablePullJournal implements PullJournal {
  private static final int MAX_BATCH = 1024;

  private final PullTable table;
  private final LongSupplier folded;
  private final boolean forced;
  private final Queue<Waiting> queue = new ConcurrentLinkedQueue<>();
  private final ReentrantLock writing = new ReentrantLock();
  private final AtomicLong open = new AtomicLong();
  private volatile boolean closed;

  /** A pull, and the thread that waits for it to be durable. */
  private static final class Waiting {
    final Pull pull;
    final Semaphore wakes = new Semaphore(0);
    volatile boolean done;
    volatile @Nullable Throwable failure;

    Waiting(Pull pull) {
      this.pull = pull;
    }
  }

  /** In a database whose tables are there. */
  public TablePullJournal(Database database, LongSupplier folded, Durability durability) {
    this.table = new PullTable(database);
    this.folded = folded;
    this.forced = durability == Durability.POWER;
  }

  @Override
  public void record(ImageRepository repository, PullClass pullClass, Instant at) {
    if (closed) {
      throw new IllegalStateException("the pull journal is closed");
    }
    Waiting mine = new Waiting(new Pull(repository, pullClass, at));
    queue.add(mine);
    while (!mine.done) {
      if (writing.tryLock()) {
        try {
          write(gathered());
        } finally {
          writing.unlock();
        }
        wakeNext();
      } else {
        mine.wakes.acquireUninterruptibly();
      }
    }
    if (mine.failure instanceof Throwable why) {
      throw new PullNotRecordedException(why);
    }
    PullStep.FORCED.reached();
  }

  private List<Waiting> gathered() {
    List<Waiting> batch = new ArrayList<>();
    Waiting next;
    while (batch.size() < MAX_BATCH && (next = queue.poll()) != null) {
      batch.add(next);
    }
    return batch;
  }

  private void write(List<Waiting> batch) {
    if (batch.isEmpty()) {
      return;
    }
    Map<ImageRepository, Tally> sums = new HashMap<>();
    batch.forEach(one -> sums.merge(one.pull.repository(), Tally.of(one.pull), Tally::plus));
    try {
      table.add(
          sums.entrySet().stream().map(sum -> row(sum.getKey(), sum.getValue())).toList(), forced);
      open.addAndGet(batch.size());
    } catch (RuntimeException | Error e) {
      batch.forEach(one -> one.failure = e);
    }
    for (Waiting one : batch) {
      one.done = true;
      one.wakes.release();
    }
  }

  /** After the lock is free: who queued before found it taken, and sleeps. */
  private void wakeNext() {
    Waiting next = queue.peek();
    if (next != null) {
      next.wakes.release();
    }
  }

  static PullTable.Row row(ImageRepository repository, Tally tally) {
    return new PullTable.Row(
        repository.owner(),
        repository.name().value(),
        tally.images(),
        tally.artifacts(),
        tally.last().toEpochMilli());
  }

  static Tally tally(PullTable.Row row) {
    return new Tally(row.images(), row.artifacts(), Instant.ofEpochMilli(row.lastMillis()));
  }

  static ImageRepository repository(PullTable.Row row) {
    return new ImageRepository(row.owner(), new RepositoryName(row.name()));
  }

  @Override
  public long openPulls() {
    return open.get();
  }

  @Override
  public void rotate() {
    open.set(0);
    table.endRound(folded.getAsLong(), MAX_REPOSITORIES);
    PullStep.ROTATED.reached();
  }

  @Override
  public List<Generation> ended() {
    Map<Long, Generation> generations = new TreeMap<>();
    for (PullTable.Summed summed : table.ended(folded.getAsLong())) {
      generations
          .computeIfAbsent(summed.round(), Generation::new)
          .put(repository(summed.row()), tally(summed.row()));
    }
    return List.copyOf(generations.values());
  }

  @Override
  public Optional<Tally> above(long known, ImageRepository repository) {
    return table
        .waiting(known, repository.owner(), repository.name().value())
        .map(TablePullJournal::tally);
  }

  @Override
  public Set<RepositoryName> names(Did owner) {
    return table.names(owner).stream().map(RepositoryName::new).collect(Collectors.toSet());
  }

  @Override
  public void forget(long inRecords) {
    table.forget(inRecords);
  }

  @Override
  public void close() {
    // Whoever writes now does so to the end.
    writing.lock();
    try {
      closed = true;
    } finally {
      writing.unlock();
    }
  }
}
