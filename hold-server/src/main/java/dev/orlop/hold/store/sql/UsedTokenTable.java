package dev.orlop.hold.store.sql;

/**
 * Tokens that were used, by hashes of their names, each until a time in seconds since 1970. Safe
 * for use by several threads.
 */
public final class UsedTokenTable {
  private final Database database;

  /** Of a database whose tables are there. */
  public UsedTokenTable(Database database) {
    this.database = database;
  }

  /**
   * Marks one as used; false if it was used before. If the connection is lost meanwhile, it may be
   * marked and yet false is said. Not forced to disk: it outlives this process, not a power cut.
   */
  public boolean add(byte[] hash, long until) {
    return database.read(
            connection ->
                Sql.update(
                    connection,
                    "WITH quick AS MATERIALIZED"
                        + " (SELECT set_config('synchronous_commit', 'off', true))"
                        + " INSERT INTO used_tokens (hash, until)"
                        + " SELECT ?, ? FROM quick WHERE set_config IS NOT NULL"
                        + " ON CONFLICT (hash) DO NOTHING",
                    hash,
                    until))
        == 1;
  }

  /** Forgets those that nobody can use any more; how many are left. */
  public long forget(long now) {
    return database.change(
        connection -> {
          Sql.update(connection, "DELETE FROM used_tokens WHERE until < ?", now);
          return Sql.first(connection, "SELECT count(*) FROM used_tokens", row -> row.getLong(1))
              .orElse(0L);
        });
  }
}
