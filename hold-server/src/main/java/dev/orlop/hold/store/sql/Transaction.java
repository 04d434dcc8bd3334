package dev.orlop.hold.store.sql;

import java.sql.Connection;
import java.sql.SQLException;

/** A transaction, which is undone unless it is committed. */
final class Transaction implements AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger(Transaction.class.getName());

  private final Connection connection;
  private boolean over;

  Transaction(Connection connection) {
    this.connection = connection;
  }

  Connection connection() {
    return connection;
  }

  /**
   * Ends it.
   *
   * @throws SQLException if it was undone
   */
  void commit() throws SQLException, OutcomeUnknownException {
    SqlStep.COMMITTING.reached();
    over = true;
    try {
      connection.commit();
    } catch (SQLException e) {
      if (Sql.isLost(e)) {
        throw new OutcomeUnknownException(e);
      }
      throw e;
    }
    SqlStep.COMMITTED.reached();
  }

  @Override
  public void close() {
    try (connection) {
      if (!over) {
        connection.rollback();
      }
    } catch (SQLException e) {
      // The server undoes what nobody ends, once it knows that the connection is gone.
      LOGGER.log(System.Logger.Level.DEBUG, "a transaction was not undone by us", e);
    }
  }
}
