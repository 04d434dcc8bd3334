package dev.orlop.hold.store.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Locks of all processes on a database. They are on one connection of this process and go with it,
 * whatever ends it. Safe for use by several threads, which keep out of each other's way, too.
 */
public final class SharedLocks implements AutoCloseable {
  /** What a lock is for; those of one kind are told apart by numbers. */
  public enum Kind {
    /** Ending an upload. */
    UPLOAD(1),
    /** Collecting garbage. */
    COLLECTOR(2);

    private final int number;

    Kind(int number) {
      this.number = number;
    }
  }

  private record Key(Kind kind, int number) {}

  private final Database database;

  // Guarded by this.
  private final Set<Key> mine = new HashSet<>();
  private @Nullable Connection connection;

  /** How many connections were lost; locks go with theirs. */
  private long lost;

  /** Of a database; connects when it must. */
  public SharedLocks(Database database) {
    this.database = database;
  }

  /** A lock that this process has; for one thread. */
  public final class Held implements AutoCloseable {
    private final Key key;
    private final long taken;

    private Held(Key key, long taken) {
      this.key = key;
      this.taken = taken;
    }

    /** Whether it is held still. */
    public boolean isHeld() {
      return isOn(taken);
    }

    @Override
    public void close() {
      release(key, taken);
    }
  }

  /**
   * Takes a lock; empty if somebody has it.
   *
   * @throws dev.orlop.hold.store.StoreFailedException if the database cannot be had
   */
  public synchronized Optional<Held> tryTake(Kind kind, int number) {
    Key key = new Key(kind, number);
    if (mine.contains(key)) {
      return Optional.empty();
    }
    try {
      return take(key);
    } catch (SQLException e) {
      drop();
      if (!Sql.isLost(e)) {
        throw Sql.failure(e);
      }
    }
    try {
      return take(key);
    } catch (SQLException e) {
      drop();
      throw Sql.failure(e);
    }
  }

  private Optional<Held> take(Key key) throws SQLException {
    boolean taken =
        Sql.first(
                connection(),
                "SELECT pg_try_advisory_lock(?, ?)",
                row -> row.getBoolean(1),
                key.kind().number,
                key.number())
            .orElse(false);
    if (!taken) {
      return Optional.empty();
    }
    mine.add(key);
    return Optional.of(new Held(key, lost));
  }

  private Connection connection() throws SQLException {
    Connection known = connection;
    if (known != null) {
      return known;
    }
    Connection opened = database.connectApart();
    connection = opened;
    return opened;
  }

  private synchronized boolean isOn(long taken) {
    Connection known = connection;
    if (taken != lost || known == null) {
      return false;
    }
    try {
      return Sql.first(known, "SELECT 1", _ -> true).isPresent();
    } catch (SQLException e) {
      drop();
      return false;
    }
  }

  private synchronized void release(Key key, long taken) {
    Connection known = connection;
    if (taken != lost || known == null || !mine.remove(key)) {
      return;
    }
    try {
      Optional<Boolean> unused =
          Sql.first(
              known,
              "SELECT pg_advisory_unlock(?, ?)",
              row -> row.getBoolean(1),
              key.kind().number,
              key.number());
    } catch (SQLException e) {
      drop();
    }
  }

  /** The connection is gone, or of no use: all that was on it is free. */
  private void drop() {
    Connection known = connection;
    connection = null;
    mine.clear();
    lost++;
    if (known != null) {
      try {
        known.abort(Runnable::run);
      } catch (SQLException e) {
        // It is gone anyway.
      }
    }
  }

  @Override
  public synchronized void close() {
    drop();
  }
}
