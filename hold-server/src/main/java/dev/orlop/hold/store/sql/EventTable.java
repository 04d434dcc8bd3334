package dev.orlop.hold.store.sql;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.hold.store.StoreFailedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/** All that the network is told, in order. Safe for use by several threads. */
public final class EventTable {
  /** Says that events are gone that may be in somebody's memory. */
  static final String FORGOTTEN = "forgotten";

  /** Of what is read at once; the last event may reach behind. */
  private static final int MAX_BYTES = 256 << 10;

  private static final int MAX_EVENTS = 500;
  private static final int DELETED_AT_ONCE = 10_000;

  private final Database database;

  /** Of a database whose tables are there. */
  public EventTable(Database database) {
    this.database = database;
  }

  /** An event. */
  public record Row(long seq, byte[] frame) {}

  /**
   * An event that has no seq yet.
   *
   * @param serves whether the account's commits are told of from then on; empty if that stays as it
   *     is
   */
  public record Unnumbered(Did did, LongFunction<byte[]> frame, Optional<Boolean> serves) {}

  static void insert(Connection connection, List<Object[]> events) throws SQLException {
    Sql.each(connection, "INSERT INTO events (seq, did, frame) VALUES (?, ?, ?)", events);
  }

  /** Events of commits; of an account that rests nobody is told. Under the head row's lock. */
  static void insertCommits(Connection connection, List<Object[]> events) throws SQLException {
    // One statement for each: it sees who rests as it is now, and costs no way to the server more.
    Sql.each(
        connection,
        "INSERT INTO events (did, seq, frame) SELECT e.did, ?, ? FROM (SELECT ? AS did) e"
            + " WHERE NOT EXISTS (SELECT 1 FROM resting r WHERE r.did = e.did)",
        events);
  }

  /** From now on nobody is told of an account's commits, until it is told of as active. */
  public void rest(Did did) {
    boolean unused =
        database.change(
            connection -> {
              serve(connection, did, false);
              return true;
            });
  }

  private static void serve(Connection connection, Did did, boolean serves) throws SQLException {
    Sql.update(
        connection,
        serves
            ? "DELETE FROM resting WHERE did = ?"
            : "INSERT INTO resting (did) VALUES (?) ON CONFLICT DO NOTHING",
        did.toString());
  }

  /**
   * Begins it, once.
   *
   * @return whether it was not begun before: then nobody has been told anything
   */
  public boolean begin() {
    return Sql.update(database, "UPDATE head SET begun = true, floor = last_seq WHERE NOT begun")
        > 0;
  }

  /**
   * Adds events in a transaction of their own.
   *
   * @throws StoreFailedException if they are not there afterwards
   */
  public void append(List<Unnumbered> events, long nowMicros) {
    List<Object[]> rows = new ArrayList<>();
    try (Transaction transaction = database.begin()) {
      long seq = HeadRow.take(transaction.connection(), events.size(), nowMicros);
      for (Unnumbered event : events) {
        rows.add(new Object[] {seq, event.did().toString(), event.frame().apply(seq)});
        if (event.serves().isPresent()) {
          serve(transaction.connection(), event.did(), event.serves().get());
        }
        seq++;
      }
      insert(transaction.connection(), rows);
      transaction.commit();
    } catch (SQLException e) {
      throw Sql.failure(e);
    } catch (OutcomeUnknownException e) {
      if (!isThere((long) rows.getFirst()[0])) {
        throw new StoreFailedException("the connection to the database was lost", e);
      }
    }
  }

  private boolean isThere(long seq) {
    return database.change(
        connection -> {
          // Waits for whoever is still writing.
          Sql.list(connection, "SELECT 1 FROM head FOR UPDATE", row -> row.getInt(1));
          return Sql.first(
                  connection, "SELECT 1 FROM events WHERE seq = ?", row -> row.getInt(1), seq)
              .isPresent();
        });
  }

  /** The first events behind a seq. */
  public List<Row> after(long seq) {
    return database.read(connection -> after(connection, seq));
  }

  static List<Row> after(Connection connection, long seq) throws SQLException {
    return Sql.list(
        connection,
        "SELECT seq, frame FROM (SELECT seq, frame, sum(octet_length(frame)) OVER (ORDER BY seq)"
            + " - octet_length(frame) AS before FROM (SELECT seq, frame FROM events"
            + " WHERE seq > ? ORDER BY seq LIMIT ?) next) sized WHERE before < ? ORDER BY seq",
        row -> new Row(row.getLong(1), row.getBytes(2)),
        seq,
        MAX_EVENTS,
        MAX_BYTES);
  }

  /** The last seq that was taken, and the one above which all events are kept. */
  public record Bounds(long last, long floor) {}

  /** Where it begins and ends. */
  public Bounds bounds() {
    return database.read(EventTable::bounds);
  }

  static Bounds bounds(Connection connection) throws SQLException {
    return Sql.first(
            connection,
            "SELECT last_seq, floor FROM head",
            row -> new Bounds(row.getLong(1), row.getLong(2)))
        .orElseThrow();
  }

  /** Deletes the events of an account up to now. */
  public void forget(Did did) {
    int unused =
        database.change(
            connection -> {
              Sql.list(
                  connection,
                  "SELECT pg_notify('" + HeadRow.CHANNEL + "', '" + FORGOTTEN + "')",
                  row -> true);
              return Sql.update(connection, "DELETE FROM events WHERE did = ?", did.toString());
            });
  }

  /** Deletes the events below a seq; and the oldest, while all take more than so many bytes. */
  public void retire(long belowSeq, long maxBytes) {
    while (retireSome(belowSeq)) {
      // Until there are none.
    }
    while (bytes() > maxBytes && retireSome(Long.MAX_VALUE)) {
      // Until they are few enough.
    }
  }

  /** What the table takes on disk, roughly; what was deleted lately is still in it. */
  private long bytes() {
    return Sql.first(
            database,
            "SELECT COALESCE(sum(octet_length(frame)), 0) FROM events",
            row -> row.getLong(1))
        .orElse(0L);
  }

  private boolean retireSome(long belowSeq) {
    return database.change(
        connection -> {
          Optional<Long> last =
              Sql.first(
                  connection,
                  "SELECT max(seq) FROM (SELECT seq FROM events WHERE seq < ? ORDER BY seq LIMIT ?)"
                      + " oldest HAVING max(seq) IS NOT NULL",
                  row -> row.getLong(1),
                  belowSeq,
                  DELETED_AT_ONCE);
          if (last.isEmpty()) {
            return false;
          }
          Sql.update(connection, "UPDATE head SET floor = GREATEST(floor, ?)", last.get());
          Sql.update(connection, "DELETE FROM events WHERE seq <= ?", last.get());
          return true;
        });
  }
}
