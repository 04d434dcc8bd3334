package dev.orlop.hold.store.sql;

import java.sql.Connection;
import java.sql.SQLException;

/** The one row that gives seqs. */
final class HeadRow {
  static final String CHANNEL = "orlop_events";

  private HeadRow() {}

  /**
   * Locks it until the transaction ends, and takes seqs: above the last, and not below the wall
   * clock, so that who restores an old backup goes on above what the network has seen. Whoever
   * listens is woken when the transaction ends.
   *
   * @return the first of them
   */
  static long take(Connection connection, int count, long nowMicros) throws SQLException {
    long last =
        Sql.first(
                connection,
                "UPDATE head SET last_seq = GREATEST(last_seq + 1, ?) + ?"
                    + " RETURNING last_seq, pg_notify('"
                    + CHANNEL
                    + "', '')",
                row -> row.getLong(1),
                nowMicros,
                (long) count - 1)
            .orElseThrow();
    return last - count + 1;
  }
}
