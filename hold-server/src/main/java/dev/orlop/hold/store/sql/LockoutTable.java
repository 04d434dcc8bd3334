package dev.orlop.hold.store.sql;

import dev.orlop.atproto.syntax.Did;
import java.time.Duration;

/** Wrong passwords, counted over all processes by the clock of the database. */
public final class LockoutTable {
  private final Database database;
  private final int most;
  private final long lifeMillis;

  /**
   * Of a database whose tables are there.
   *
   * @param most after which an account is locked
   * @param life how long it stays locked, and how long a wrong password is remembered
   */
  public LockoutTable(Database database, int most, Duration life) {
    this.database = database;
    this.most = most;
    this.lifeMillis = life.toMillis();
  }

  /** Whether there were too many. */
  public boolean isLocked(Did did) {
    return Sql.first(
            database,
            "SELECT 1 FROM lockouts WHERE did = ? AND failures >= ?"
                + " AND last > clock_timestamp() - ? * interval '1 millisecond'",
            row -> true,
            did.toString(),
            most,
            lifeMillis)
        .isPresent();
  }

  /** One more, unless it is locked: that is not made longer. */
  public void failed(Did did) {
    int unused =
        database.change(
            connection -> {
              Sql.update(
                  connection,
                  "DELETE FROM lockouts"
                      + " WHERE last <= clock_timestamp() - ? * interval '1 millisecond'",
                  lifeMillis);
              return Sql.update(
                  connection,
                  "INSERT INTO lockouts (did, failures, last) VALUES (?, 1, clock_timestamp())"
                      + " ON CONFLICT (did) DO UPDATE"
                      + " SET failures = lockouts.failures + 1, last = excluded.last"
                      + " WHERE lockouts.failures < ?",
                  did.toString(),
                  most);
            });
  }

  /** None any more. */
  public void succeeded(Did did) {
    Sql.update(database, "DELETE FROM lockouts WHERE did = ?", did.toString());
  }
}
