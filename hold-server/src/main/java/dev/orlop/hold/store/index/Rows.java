package dev.orlop.hold.store.index;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.hold.store.CrashPoint;
import dev.orlop.hold.store.RepoIndex;
import dev.orlop.hold.store.StoreFailedException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.StampedLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.RootReference;
import org.jspecify.annotations.Nullable;

/**
 * Moments for readers, and changes that are seen whole or not at all.
 *
 * <p>The maps are trees that are never changed in place: who has their roots has all rows as they
 * were. A writer changes one map after the other, under a lock of its repo; a reader takes all
 * roots while there is no such writer, and needs no lock from then on.
 */
final class Rows {
  /** Repos that share one wait for each other, which takes as long as one group. */
  private static final int LOCKS = 256;

  private static final Table[] TABLES = Table.values();
  private static final String REFUSED = "the index cannot be written";

  private final IndexFile file;
  private final List<StampedLock> locks = Stream.generate(StampedLock::new).limit(LOCKS).toList();
  private final AtomicInteger lastNumber;

  Rows(IndexFile file) {
    this.file = file;
    this.lastNumber = new AtomicInteger(greatestNumber());
  }

  private int greatestNumber() {
    int greatest = 0;
    for (Table table : TABLES) {
      if (table != Table.REPO && file.map(table).lastKey() instanceof byte[] last) {
        greatest = Math.max(greatest, Keys.number(last));
      }
    }
    return greatest;
  }

  /** A number under which there are no rows. */
  int newNumber() {
    return lastNumber.incrementAndGet();
  }

  /** Reads the rows of one repo as they are at one moment. */
  <T> T read(Did did, Function<Moment, T> work) {
    return ask("the index cannot be read", () -> inUse(() -> work.apply(moment(lock(did)))));
  }

  /** Reads the rows that there is one of for each repo. */
  <T> T readRepos(Function<Moment, T> work) {
    return ask(
        "the index cannot be read", () -> inUse(() -> work.apply(new Moment(file, roots()))));
  }

  private interface Work<T> {
    T run();
  }

  private <T> T ask(String refusal, Work<T> work) {
    file.requireWhole();
    try {
      return work.run();
    } catch (MVStoreException e) {
      throw new StoreFailedException(refusal, e);
    }
  }

  /** Has the file keep what the roots that are taken meanwhile lead to. */
  private <T> T inUse(Work<T> work) {
    MVStore.TxCounter usage = file.store().registerVersionUsage();
    try {
      return work.run();
    } finally {
      file.store().deregisterVersionUsage(usage);
    }
  }

  private Moment moment(StampedLock lock) {
    long stamp = lock.tryOptimisticRead();
    Map<Table, RootReference<byte[], byte[]>> roots = roots();
    if (!lock.validate(stamp)) {
      stamp = lock.readLock();
      try {
        roots = roots();
      } finally {
        lock.unlockRead(stamp);
      }
    }
    return new Moment(file, roots);
  }

  private Map<Table, RootReference<byte[], byte[]>> roots() {
    Map<Table, RootReference<byte[], byte[]>> roots = new EnumMap<>(Table.class);
    for (Table table : TABLES) {
      roots.put(table, file.map(table).flushAndGetRoot());
    }
    return roots;
  }

  private StampedLock lock(Did did) {
    return locks.get(Math.floorMod(did.hashCode(), LOCKS));
  }

  /**
   * Changes rows of a repo, all or none; nobody sees some of them. Whoever calls sees to it that
   * nobody else changes the same repo.
   *
   * @param repo as it is to be, but with its size before the changes
   */
  void change(RepoRow repo, List<RowChange> changes) {
    alone(
        repo.head().state().did(),
        () -> {
          Done done = new Done(repo.size());
          try {
            changes.forEach(done::change);
            CrashPoint.INDEX_HALF_WRITTEN.reached();
            done.change(row(repo.withSize(done.size())));
          } catch (Throwable e) {
            file.requireUndone(done::undo);
            throw e;
          }
        });
  }

  private void alone(Did did, Runnable work) {
    ask(
        REFUSED,
        () -> {
          StampedLock lock = lock(did);
          long stamp = lock.writeLock();
          try {
            work.run();
          } finally {
            lock.unlockWrite(stamp);
          }
          return did;
        });
  }

  private static RowChange row(RepoRow repo) {
    return new RowChange(Table.REPO, Keys.repo(repo.head().state().did()), repo.encode());
  }

  /** Changes that are done, and can be undone. */
  private final class Done {
    private final List<RowChange> before = new ArrayList<>();
    private long blocks;
    private long bytes;

    Done(RepoIndex.Size size) {
      this.blocks = size.blocks();
      this.bytes = size.bytes();
    }

    void change(RowChange change) {
      byte[] old = set(change);
      before.add(new RowChange(change.table(), change.key(), old));
      if (change.table() == Table.BLOCK) {
        count(change.value(), 1);
        count(old, -1);
      }
    }

    private void count(byte @Nullable [] row, int times) {
      if (row != null) {
        blocks += times;
        bytes += (long) times * BlockRow.decode(row).location().length();
      }
    }

    RepoIndex.Size size() {
      return new RepoIndex.Size(blocks, bytes);
    }

    void undo() {
      before.reversed().forEach(Rows.this::set);
    }
  }

  private byte @Nullable [] set(RowChange change) {
    MVMap<byte[], byte[]> map = file.map(change.table());
    return inUse(
        () ->
            change.value() instanceof byte[] value
                ? map.put(change.key(), value)
                : map.remove(change.key()));
  }

  /**
   * Writes a repo under a new number, and then that this is the one. Only now is it seen, so others
   * read and write meanwhile.
   *
   * @param repo its number is new
   * @param content hands over all other rows of it
   */
  void publish(RepoRow repo, Consumer<Consumer<RowChange>> content) {
    ask(
        REFUSED,
        () -> {
          try {
            content.accept(this::set);
            CrashPoint.INDEX_HALF_WRITTEN.reached();
            alone(repo.head().state().did(), () -> set(row(repo)));
            return repo;
          } catch (Throwable e) {
            file.requireUndone(() -> removeAll(repo.number()));
            throw e;
          }
        });
  }

  /** Drops a repo. */
  void forget(Did did, int number) {
    alone(did, () -> set(new RowChange(Table.REPO, Keys.repo(did), null)));
    retire(number);
  }

  /** Drops the rows under a number that no repo has any more. */
  void retire(int number) {
    ask(REFUSED, () -> removeAll(number));
  }

  private int removeAll(int number) {
    byte[] prefix = Keys.all(number);
    for (Table table : TABLES) {
      if (table != Table.REPO) {
        MVMap<byte[], byte[]> map = file.map(table);
        byte[] key = map.ceilingKey(prefix);
        while (key != null && Keys.isUnder(prefix, key)) {
          set(new RowChange(table, key, null));
          key = map.higherKey(key);
        }
      }
    }
    return number;
  }
}
