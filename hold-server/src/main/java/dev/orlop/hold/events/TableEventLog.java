package dev.orlop.hold.events;

import dev.orlop.atproto.syntax.Datetime;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.hold.store.StoreBusyException;
import dev.orlop.hold.store.StoreFailedException;
import dev.orlop.hold.store.sql.CommitFrames;
import dev.orlop.hold.store.sql.Database;
import dev.orlop.hold.store.sql.EventTable;
import dev.orlop.hold.store.sql.EventTail;
import dev.orlop.mst.CommitDraft;
import dev.orlop.mst.CommitNews;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * Events in a table, of all processes on one database. Those of commits are written with the
 * commits, in one transaction, so there is nothing to make again after a crash. What a tail reads
 * lies in the window for all who are near the end; who is further back asks the table.
 */
public final class TableEventLog extends FollowedLog implements CommitFrames {
  private static final System.Logger LOGGER = System.getLogger(TableEventLog.class.getName());

  /** Of a table of any size, this many calls of {@link #tidy} apart: about ten minutes. */
  private static final int MEASURE_EVERY = 60;

  private final EventTable table;
  private final Settings settings;
  private final InstantSource clock;
  private final Predicate<Did> active;
  private final boolean begun;
  private final ReentrantLock windowLock = new ReentrantLock();
  private final EventTail tail;
  private volatile long seen;

  private final ReentrantLock lock = new ReentrantLock();

  /** News of accounts that the database did not take yet. Guarded by the lock. */
  private final Queue<News> waiting = new ArrayDeque<>();

  private int tidied;

  private TableEventLog(
      Database database, Settings settings, InstantSource clock, Predicate<Did> active) {
    super(settings);
    this.table = new EventTable(database);
    this.settings = settings;
    this.clock = clock;
    this.active = active;
    this.begun = table.begin();
    this.seen = table.bounds().last();
    this.tail = new EventTail(database, seen, new Following());
  }

  /**
   * Follows the events of a database whose tables are there.
   *
   * @param active whether the network is told of an account's commits
   * @throws StoreFailedException if the database cannot be had
   */
  public static TableEventLog open(
      Database database, Settings settings, InstantSource clock, Predicate<Did> active) {
    return new TableEventLog(database, settings, clock, active);
  }

  private final class Following implements EventTail.Listener {
    @Override
    public void events(long before, List<EventTable.Row> events) {
      windowLock.lock();
      try {
        window().add(Batch.of(before, events).chunk());
      } finally {
        windowLock.unlock();
      }
      seen = events.getLast().seq();
      waiters().wake();
    }

    @Override
    public void forgotten() {
      clearWindow();
    }
  }

  private void clearWindow() {
    windowLock.lock();
    try {
      window().clear();
    } finally {
      windowLock.unlock();
    }
  }

  /** The events of commits, each made while its seq is taken. */
  @Override
  public Optional<byte[]> frame(CommitDraft draft, long seq) {
    // Asked under the lock of all that is told: once an account rests, no commit of it follows.
    return active.test(draft.commit().did())
        ? Optional.of(News.of(CommitNews.of(draft)).toEvent(seq, now()).encode())
        : Optional.empty();
  }

  private Datetime now() {
    return Datetime.of(clock.instant());
  }

  private long micros(Instant at) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, at);
  }

  @Override
  public boolean needsReplay() {
    return false;
  }

  @Override
  public boolean isNew() {
    return begun;
  }

  @Override
  public void recovered() {
    // There is nothing that the table lacks.
  }

  @Override
  public void hush(Did did) {
    table.rest(did);
  }

  /**
   * What the database refuses waits, and nobody is failed by it; but how an account stands is told
   * now or not at all, since another process may tell of something newer meanwhile.
   */
  @Override
  void tell(News news) {
    lock.lock();
    try {
      if (news instanceof News.Account) {
        append(List.of(news));
      } else {
        waiting.add(news);
        flush();
      }
    } finally {
      lock.unlock();
    }
  }

  private void flush() {
    if (waiting.isEmpty()) {
      return;
    }
    try {
      append(waiting);
      waiting.clear();
    } catch (StoreFailedException | StoreBusyException e) {
      LOGGER.log(System.Logger.Level.ERROR, "events wait, since the database refuses them", e);
    }
  }

  private void append(Collection<News> news) {
    table.append(
        news.stream()
            .map(
                one ->
                    new EventTable.Unnumbered(
                        one.did(), seq -> one.toEvent(seq, now()).encode(), serves(one)))
            .toList(),
        micros(clock.instant()));
  }

  /** Whether an account's commits are told of from then on, where that is said. */
  private static Optional<Boolean> serves(News news) {
    return news instanceof News.Account(Did _, boolean serves, Optional<String> _)
        ? Optional.of(serves)
        : Optional.empty();
  }

  @Override
  public void forget(Did did) {
    lock.lock();
    try {
      flush();
      table.forget(did);
      clearWindow();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void tidy() {
    lock.lock();
    try {
      flush();
      boolean measure = tidied % MEASURE_EVERY == 0;
      tidied++;
      table.retire(
          micros(clock.instant().minus(settings.retention())),
          measure ? settings.maxBytes() : Long.MAX_VALUE);
    } catch (StoreFailedException | StoreBusyException e) {
      LOGGER.log(System.Logger.Level.WARNING, "old events are not deleted yet", e);
    } finally {
      lock.unlock();
    }
  }

  /** As the table has it: another process may have handed out what is not here yet. */
  @Override
  public long lastSeq() {
    return table.bounds().last();
  }

  @Override
  public long floor() {
    return table.bounds().floor();
  }

  @Override
  public EventReader read(long cursor) {
    return new TableEventReader(this, Math.max(cursor, 0));
  }

  EventTable table() {
    return table;
  }

  /** What the tail has read. */
  @Override
  public long heardSeq() {
    return seen;
  }

  @Override
  public void close() {
    lock.lock();
    try {
      flush();
    } finally {
      lock.unlock();
    }
    tail.close();
    waiters().close();
  }
}
