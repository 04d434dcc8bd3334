package dev.orlop.hold.store.sql;

/**
 * Blobs that accounts gave up, each remembered until a time in seconds since 1970. Safe for use by
 * several threads.
 */
public final class WithdrawalTable {
  private final Database database;

  /** Of a database whose tables are there. */
  public WithdrawalTable(Database database) {
    this.database = database;
  }

  /** An account gave a blob up; what is over by now is forgotten. */
  public void add(String account, String digest, long now, long until) {
    int unused =
        database.change(
            connection -> {
              Sql.update(connection, "DELETE FROM withdrawals WHERE until <= ?", now);
              return Sql.update(
                  connection,
                  "INSERT INTO withdrawals (account, digest, until) VALUES (?, ?, ?)"
                      + " ON CONFLICT (account, digest) DO UPDATE"
                      + " SET until = GREATEST(withdrawals.until, EXCLUDED.until)",
                  account,
                  digest,
                  until);
            });
  }

  /** Whether it did, lately. */
  public boolean has(String account, String digest, long now) {
    return database
        .read(
            connection ->
                Sql.first(
                    connection,
                    "SELECT 1 FROM withdrawals WHERE account = ? AND digest = ? AND until > ?",
                    row -> true,
                    account,
                    digest,
                    now))
        .isPresent();
  }
}
