package dev.orlop.hold.store.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Uploads that were begun, by their ids, and what they take. Times are in milliseconds since 1970.
 * Safe for use by several threads.
 */
public final class UploadTable {
  private final Database database;

  /** Of a database whose tables are there. */
  public UploadTable(Database database) {
    this.database = database;
  }

  /**
   * An upload.
   *
   * @param session what was written of it
   * @param done whether a blob came of it
   */
  public record Row(String session, boolean done, long bytes) {}

  /** Open uploads of an owner, and of all, and what they take. */
  public record Sums(long open, long bytes, long allOpen, long allBytes) {}

  /** An upload begins; it has no session yet. */
  public void open(UUID id, String owner, long now) {
    Sql.update(
        database,
        "INSERT INTO uploads (id, owner, begun, active) VALUES (?, ?, ?, ?)"
            + " ON CONFLICT (id) DO NOTHING",
        id,
        owner,
        now,
        now);
  }

  /** One that has no session is over. */
  public void forgo(UUID id) {
    Sql.update(database, "DELETE FROM uploads WHERE id = ? AND session IS NULL", id);
  }

  /** Writes a session, over what was there. */
  public void write(UUID id, String owner, String session, long now) {
    Sql.update(
        database,
        "INSERT INTO uploads (id, owner, begun, active, session) VALUES (?, ?, ?, ?, ?)"
            + " ON CONFLICT (id) DO UPDATE SET session = EXCLUDED.session",
        id,
        owner,
        now,
        now,
        session);
  }

  /** Reads it, if it has a session. */
  public Optional<Row> read(UUID id) {
    return Sql.first(
        database,
        "SELECT session, done, bytes FROM uploads WHERE id = ? AND session IS NOT NULL",
        UploadTable::row,
        id);
  }

  /** The same, and writes down that somebody asked for it. */
  public Optional<Row> touch(UUID id, long now) {
    return Sql.first(
        database,
        "UPDATE uploads SET active = GREATEST(active, ?)"
            + " WHERE id = ? AND session IS NOT NULL RETURNING session, done, bytes",
        UploadTable::row,
        now,
        id);
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(row.getString(1), row.getBoolean(2), row.getLong(3));
  }

  /** A blob came of it. */
  public void complete(UUID id) {
    Sql.update(database, "UPDATE uploads SET done = true, bytes = 0 WHERE id = ?", id);
  }

  /** Removes it; false if it was not there. */
  public boolean remove(UUID id) {
    return Sql.update(database, "DELETE FROM uploads WHERE id = ?", id) > 0;
  }

  /** Counts bytes of an open one, or gives back. */
  public void add(UUID id, long bytes) {
    Sql.update(
        database,
        "UPDATE uploads SET bytes = GREATEST(0, bytes + ?) WHERE id = ? AND NOT done",
        bytes,
        id);
  }

  /** How it stands. */
  public Sums sums(String owner) {
    return Sql.first(
            database,
            "SELECT count(*) FILTER (WHERE owner = ?),"
                + " COALESCE(sum(bytes) FILTER (WHERE owner = ?), 0)::bigint,"
                + " count(*), COALESCE(sum(bytes), 0)::bigint"
                + " FROM uploads WHERE NOT done",
            row -> new Sums(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)),
            owner,
            owner)
        .orElseThrow();
  }

  /** Those of which nothing was heard since, and those that began before and are not done. */
  public List<UUID> stale(long idleSince, long begunBefore, int limit) {
    return Sql.list(
        database,
        "SELECT id FROM uploads WHERE active < ? OR (begun < ? AND NOT done) LIMIT ?",
        row -> row.getObject(1, UUID.class),
        idleSince,
        begunBefore,
        limit);
  }
}
