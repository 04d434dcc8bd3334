package dev.orlop.hold.store.sql;

import dev.orlop.hold.store.StoreFailedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The log of accounts in a table. Safe for use by several threads. */
public final class AccountTable {
  /** Of what is read at once; one may hold some hundreds of entries. */
  private static final int MAX_ROWS = 200;

  private final Database database;
  private final OnceWriter once;

  /** Of a database whose tables are there. */
  public AccountTable(Database database) {
    this.database = database;
    this.once = new OnceWriter(database);
  }

  /**
   * What one transaction added.
   *
   * @param count how many entries these are
   */
  @SuppressWarnings("ArrayRecordComponent") // a carrier that is never compared
  public record Row(long seq, int count, byte[] entries) {
    /** One without a seq. */
    public static Row of(int count, byte[] entries) {
      return new Row(0, count, entries);
    }
  }

  /**
   * What was added behind a place.
   *
   * @param anew whether it is the whole log, since what is behind the place is no more
   */
  public record News(boolean anew, List<Row> rows) {}

  /** What is decided while nobody else adds anything. */
  @FunctionalInterface
  public interface Decision {
    /**
     * Decides what to add. May be asked again, when what it decided could not be written.
     *
     * @param news what the caller does not know yet
     * @param entries how many entries there are
     */
    Optional<Row> on(News news, long entries);
  }

  private record Head(long last, long first, long entries, String transaction) {}

  /** What was added behind a seq, all of it. */
  public News after(long seq) {
    return database.read(connection -> after(connection, seq));
  }

  private static News after(Connection connection, long seq) throws SQLException {
    List<Row> all = new ArrayList<>();
    boolean anew = false;
    long from = seq;
    while (true) {
      Page page = page(connection, from);
      if (from < page.first() && (from > 0 || !all.isEmpty())) {
        // Rewritten, perhaps since the page before: what was read is of no use.
        all.clear();
        anew = true;
        from = 0;
        continue;
      }
      all.addAll(page.rows());
      if (page.rows().isEmpty() || page.rows().getLast().seq() >= page.last()) {
        return new News(anew, all);
      }
      from = page.rows().getLast().seq();
    }
  }

  private record Page(long last, long first, List<Row> rows) {}

  /** One statement, so that it is of one moment. */
  private static Page page(Connection connection, long from) throws SQLException {
    List<Page> lines =
        Sql.list(
            connection,
            "SELECT h.last, h.first, l.seq, l.entries FROM account_head h"
                + " LEFT JOIN LATERAL (SELECT seq, entries FROM account_log WHERE seq > ?"
                + " ORDER BY seq LIMIT ?) l ON true ORDER BY l.seq",
            row ->
                new Page(
                    row.getLong(1),
                    row.getLong(2),
                    row.getBytes(4) == null
                        ? List.of()
                        : List.of(new Row(row.getLong(3), 0, row.getBytes(4)))),
            from,
            MAX_ROWS);
    Page first = lines.getFirst();
    return new Page(
        first.last(), first.first(), lines.stream().flatMap(l -> l.rows().stream()).toList());
  }

  /**
   * Adds what is decided, in one transaction, while nobody else adds anything.
   *
   * @param known up to which seq the caller knows the log
   * @return the seq of what was added; empty if nothing was
   * @throws StoreFailedException if nothing was added, or if that is not known, as the message says
   */
  public Optional<Long> append(long known, Decision decision) {
    return once.write(connection -> append(connection, known, decision));
  }

  private static OnceWriter.Written<Optional<Long>> append(
      Connection connection, long known, Decision decision) throws SQLException {
    Head head = lock(connection);
    Optional<Row> added = decision.on(after(connection, known), head.entries());
    if (added.isEmpty()) {
      return new OnceWriter.Written<>(Optional.empty(), Optional.empty());
    }
    long seq = head.last() + 1;
    insert(connection, seq, added.get());
    Sql.update(
        connection,
        "UPDATE account_head SET last = ?, entries = entries + ?",
        seq,
        (long) added.get().count());
    return new OnceWriter.Written<>(Optional.of(head.transaction()), Optional.of(seq));
  }

  /**
   * Puts other rows, which come to the same, in the place of all.
   *
   * @param known up to which seq the caller knows the log
   * @return the seq of the last; empty if the log is longer than the caller knows
   */
  public Optional<Long> rewrite(long known, List<Row> rows) {
    return database.change(
        connection -> {
          Head head = lock(connection);
          if (head.last() != known) {
            return Optional.empty();
          }
          Sql.update(connection, "DELETE FROM account_log");
          long seq = head.last();
          for (Row row : rows) {
            seq++;
            insert(connection, seq, row);
          }
          Sql.update(
              connection,
              "UPDATE account_head SET last = ?, first = ?, entries = ?",
              seq,
              head.last(),
              rows.stream().mapToLong(Row::count).sum());
          return Optional.of(seq);
        });
  }

  private static void insert(Connection connection, long seq, Row row) throws SQLException {
    Sql.update(
        connection, "INSERT INTO account_log (seq, entries) VALUES (?, ?)", seq, row.entries());
  }

  private static Head lock(Connection connection) throws SQLException {
    return Sql.first(
            connection,
            "SELECT last, first, entries, pg_current_xact_id()::text FROM account_head FOR UPDATE",
            row -> new Head(row.getLong(1), row.getLong(2), row.getLong(3), row.getString(4)))
        .orElseThrow();
  }
}
