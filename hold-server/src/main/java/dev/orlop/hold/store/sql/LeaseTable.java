package dev.orlop.hold.store.sql;

import dev.orlop.hold.store.StoreFailedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;

/**
 * Numbers that stand for blobs, and until when somebody relies on each, in seconds since 1970. A
 * number's row is its lock, too: who locks it keeps all others from taking it until they are done.
 * Safe for use by several threads.
 */
public final class LeaseTable {
  private static final int REMOVED_AT_ONCE = 10_000;

  private final Database database;

  // Who has numbers locked has a connection, and asks questions by another. Were all connections of
  // that kind, nobody would get the other one.
  private final Semaphore room;

  /** Of a database whose tables are there. */
  public LeaseTable(Database database) {
    this.database = database;
    this.room = new Semaphore(room(database.connections()), true);
  }

  /**
   * How many may have numbers locked at once: with as many exports as there may be, and a change of
   * accounts, which needs two as well, one connection is left that comes back by itself.
   */
  private static int room(int connections) {
    return Math.max(1, connections - SqlExports.room(connections) - 2);
  }

  /**
   * Takes a number, or prolongs it; waits for who has it locked. One statement, which is not forced
   * to disk: what a power cut makes of it is the same as with files.
   */
  public void take(long number, long until) {
    int unused =
        database.read(
            connection ->
                Sql.update(
                    connection,
                    "WITH quick AS MATERIALIZED"
                        + " (SELECT set_config('synchronous_commit', 'off', true))"
                        + " INSERT INTO leases (number, until)"
                        + " SELECT ?, ? FROM quick WHERE set_config IS NOT NULL"
                        + " ON CONFLICT (number) DO UPDATE"
                        + " SET until = GREATEST(leases.until, EXCLUDED.until)",
                    number,
                    until));
  }

  /** Whether somebody relies on it. */
  public boolean isTaken(long number, long now) {
    return Sql.first(
            database,
            "SELECT 1 FROM leases WHERE number = ? AND until > ?",
            row -> true,
            number,
            now)
        .isPresent();
  }

  /** How many somebody relies on. */
  public long count(long now) {
    return Sql.first(
            database, "SELECT count(*) FROM leases WHERE until > ?", row -> row.getLong(1), now)
        .orElse(0L);
  }

  /** Removes those that nobody relies on any more. */
  public void removeExpired(long now) {
    int removed;
    do {
      // Those that somebody has locked will be gone then, or taken.
      removed =
          Sql.update(
              database,
              "DELETE FROM leases WHERE number IN (SELECT number FROM leases"
                  + " WHERE until <= ? LIMIT ? FOR UPDATE SKIP LOCKED)",
              now,
              REMOVED_AT_ONCE);
    } while (removed == REMOVED_AT_ONCE);
  }

  /**
   * Locks numbers, until what is returned is closed. Waits while as many have some locked as the
   * connections allow.
   *
   * @param numbers in ascending order: so nobody waits for each other
   */
  public Locked lock(long[] numbers, long now) {
    room.acquireUninterruptibly();
    boolean locked = false;
    try {
      Transaction transaction = begin();
      Locked mine = new Locked(transaction, taken(transaction, numbers, now), room);
      locked = true;
      return mine;
    } finally {
      if (!locked) {
        room.release();
      }
    }
  }

  private static Set<Long> taken(Transaction transaction, long[] numbers, long now) {
    try {
      Connection connection = transaction.connection();
      // What is done meanwhile may take longer than a transaction usually stands still.
      Sql.update(connection, "SET LOCAL idle_in_transaction_session_timeout = 0");
      Long[] all = Arrays.stream(numbers).boxed().toArray(Long[]::new);
      List<Long> taken =
          Sql.list(
              connection,
              "WITH locked AS (INSERT INTO leases (number, until)"
                  + " SELECT number, 0 FROM unnest(?) AS number ORDER BY number"
                  + " ON CONFLICT (number) DO UPDATE SET until = leases.until"
                  + " RETURNING number, until)"
                  + " SELECT number FROM locked WHERE until > ?",
              row -> row.getLong(1),
              connection.createArrayOf("bigint", all),
              now);
      return Set.copyOf(taken);
    } catch (SQLException e) {
      transaction.close();
      throw Sql.failure(e);
    } catch (RuntimeException e) {
      transaction.close();
      throw e;
    }
  }

  private Transaction begin() {
    try {
      return database.begin();
    } catch (SQLException e) {
      throw Sql.failure(e);
    }
  }

  /** Numbers that are locked; for one thread. */
  public static final class Locked implements AutoCloseable {
    private final Transaction transaction;
    private final Set<Long> taken;
    private final Semaphore room;

    private Locked(Transaction transaction, Set<Long> taken, Semaphore room) {
      this.transaction = transaction;
      this.taken = taken;
      this.room = room;
    }

    /** Those that somebody relies on. */
    public Set<Long> taken() {
      return taken;
    }

    /**
     * Fails if they are not locked any more.
     *
     * @throws StoreFailedException if the connection was lost, and the locks with it
     */
    public void require() {
      try {
        var _ = Sql.first(transaction.connection(), "SELECT 1", row -> true);
      } catch (SQLException e) {
        throw Sql.failure(e);
      }
    }

    /** Gives them free; rows that were made for it go, since nothing is committed. */
    @Override
    public void close() {
      try {
        transaction.close();
      } finally {
        room.release();
      }
    }
  }
}
