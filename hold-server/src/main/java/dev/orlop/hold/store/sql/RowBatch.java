package dev.orlop.hold.store.sql;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Many rows for one statement, handed over a thousand at a time; the last ones by closing. */
final class RowBatch implements AutoCloseable {
  private static final int ROWS = 1000;

  private final PreparedStatement statement;
  private int waiting;

  /** Rows for a statement that stays open behind them. */
  RowBatch(PreparedStatement statement) {
    this.statement = statement;
  }

  /** Adds a row, its values in the order of the statement. */
  void add(Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    statement.addBatch();
    if (++waiting == ROWS) {
      statement.executeBatch();
      waiting = 0;
    }
  }

  @Override
  public void close() throws SQLException {
    if (waiting > 0) {
      statement.executeBatch();
    }
  }
}
