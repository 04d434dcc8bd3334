package dev.orlop.hold.store.sql;

import java.util.List;

/**
 * Blobs that accounts brought and that are reserved for them, until a time in seconds since 1970.
 * Safe for use by several threads.
 */
public final class BroughtTable {
  private final Database database;

  /** Of a database whose tables are there. */
  public BroughtTable(Database database) {
    this.database = database;
  }

  /** One of them. */
  public record Row(String digest, long size) {}

  /** Reserves a blob, or prolongs it. */
  public void keep(String account, String digest, long size, long until) {
    Sql.update(
        database,
        "INSERT INTO brought (account, digest, size, until) VALUES (?, ?, ?, ?)"
            + " ON CONFLICT (account, digest) DO UPDATE"
            + " SET until = GREATEST(brought.until, EXCLUDED.until)",
        account,
        digest,
        size,
        until);
  }

  /** Those of an account that are reserved now. */
  public List<Row> of(String account, long now) {
    return Sql.list(
        database,
        "SELECT digest, size FROM brought WHERE account = ? AND until > ?",
        row -> new Row(row.getString(1), row.getLong(2)),
        account,
        now);
  }

  /** These are reserved for the account no more. */
  public void remove(String account, List<String> digests) {
    Sql.update(
        database,
        "DELETE FROM brought WHERE account = ? AND digest = ANY (?)",
        account,
        digests.toArray(String[]::new));
  }

  /** Removes those whose time is over. */
  public void removeExpired(long now) {
    Sql.update(database, "DELETE FROM brought WHERE until <= ?", now);
  }
}
