package dev.orlop.hold.store.sql;

import dev.orlop.hold.store.StoreBusyException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Pages of text in chunks, by their names. A page is what is there of its newest edition; only who
 * has signed last may write. Safe for use by several threads.
 */
public final class NoteTable {
  private static final int CHUNKS_AT_ONCE = 16;

  private final Database database;
  private volatile UUID signature = UUID.randomUUID();

  /** Of a database whose tables are there. */
  public NoteTable(Database database) {
    this.database = database;
  }

  private record Chunk(long number, String text) {}

  /** From now on we may write, and nobody else. */
  public void sign() {
    UUID mine = UUID.randomUUID();
    Sql.update(database, "UPDATE note_writer SET signature = ?", mine);
    signature = mine;
  }

  /** Until the end of the transaction nobody else signs. */
  private void requireSigned(Connection connection) throws SQLException {
    if (Sql.first(
            connection,
            "SELECT 1 FROM note_writer WHERE signature = ? FOR SHARE",
            _ -> true,
            signature)
        .isEmpty()) {
      throw new StoreBusyException("another process has taken this over");
    }
  }

  private static long edition(Connection connection, String page) throws SQLException {
    return Sql.first(
            connection,
            "SELECT edition FROM note_pages WHERE page = ?",
            row -> row.getLong(1),
            page)
        .orElse(0L);
  }

  /** Its chunks in order; some at a time are in memory. */
  public Stream<String> chunks(String page) {
    long edition = database.read(connection -> edition(connection, page));
    return Stream.iterate(
            some(page, edition, -1),
            some -> !some.isEmpty(),
            some -> some(page, edition, some.getLast().number()))
        .flatMap(List::stream)
        .map(Chunk::text);
  }

  private List<Chunk> some(String page, long edition, long after) {
    return Sql.list(
        database,
        "SELECT number, text FROM notes WHERE page = ? AND edition = ? AND number > ?"
            + " ORDER BY number LIMIT ?",
        row -> new Chunk(row.getLong(1), row.getString(2)),
        page,
        edition,
        after,
        CHUNKS_AT_ONCE);
  }

  /** Its last chunk. */
  public Optional<String> last(String page) {
    return database.read(
        connection ->
            Sql.first(
                connection,
                "SELECT text FROM notes WHERE page = ? AND edition = ?"
                    + " ORDER BY number DESC LIMIT 1",
                row -> row.getString(1),
                page,
                edition(connection, page)));
  }

  /**
   * Adds a chunk.
   *
   * @throws StoreBusyException if somebody else has signed since
   */
  public void append(String page, String text) {
    int unused =
        database.change(
            connection -> {
              requireSigned(connection);
              return append(connection, page, edition(connection, page), text);
            });
  }

  private static int append(Connection connection, String page, long edition, String text)
      throws SQLException {
    return Sql.update(
        connection,
        "INSERT INTO notes (page, edition, number, text)"
            + " SELECT ?, ?, COALESCE(max(number) + 1, 0), ? FROM notes"
            + " WHERE page = ? AND edition = ?",
        page,
        edition,
        text,
        page,
        edition);
  }

  /** Removes a page. */
  public void remove(String page) {
    int unused =
        database.change(
            connection -> {
              requireSigned(connection);
              return Sql.update(connection, "DELETE FROM notes WHERE page = ?", page);
            });
  }

  /** Begins to write a page anew; those who were cut off in that leave nothing. */
  public Draft rewrite(String page) {
    return database.change(
        connection -> {
          requireSigned(connection);
          long edition = edition(connection, page);
          Sql.update(
              connection, "DELETE FROM notes WHERE page = ? AND edition <> ?", page, edition);
          return new Draft(page, edition + 1);
        });
  }

  /** The next edition of a page. */
  public final class Draft {
    private final String page;
    private final long edition;

    private Draft(String page, long edition) {
      this.page = page;
      this.edition = edition;
    }

    /** Adds a chunk. */
    public void append(String text) {
      int unused =
          database.change(
              connection -> {
                requireSigned(connection);
                return NoteTable.append(connection, page, edition, text);
              });
    }

    /** It is the page now. */
    public void finish() {
      int unused =
          database.change(
              connection -> {
                requireSigned(connection);
                Sql.update(
                    connection,
                    "INSERT INTO note_pages (page, edition) VALUES (?, ?)"
                        + " ON CONFLICT (page) DO UPDATE SET edition = EXCLUDED.edition",
                    page,
                    edition);
                return Sql.update(
                    connection, "DELETE FROM notes WHERE page = ? AND edition <> ?", page, edition);
              });
    }
  }
}
