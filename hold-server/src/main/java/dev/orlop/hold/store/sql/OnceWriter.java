package dev.orlop.hold.store.sql;

import dev.orlop.hold.store.StoreFailedException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes once what must not be written twice, also if connections are lost meanwhile: of a
 * transaction whose connection was lost while it committed, PostgreSQL says later what became of
 * it, by its number. Safe for use by several threads.
 */
final class OnceWriter {
  private static final long PAUSE_NANOS = 100_000_000;

  /** The state of a connection that is gone. */
  private static final String LOST = "08006";

  private final Database database;

  OnceWriter(Database database) {
    this.database = database;
  }

  /** What is to be written. */
  @FunctionalInterface
  interface Write<T> {
    /** Writes in a transaction; may be asked again, when nothing of what it wrote is there. */
    Written<T> in(Connection connection) throws SQLException;
  }

  /**
   * What was written.
   *
   * @param transaction its number; empty if there is nothing to commit
   */
  record Written<T>(Optional<String> transaction, T result) {}

  /**
   * Writes in one transaction; in one more if it is known that the first wrote nothing, and a new
   * connection may do.
   *
   * @throws StoreFailedException if nothing is written, or if that is not known, as the message
   *     says
   */
  <T> T write(Write<T> write) {
    try {
      return attempt(write);
    } catch (SQLException e) {
      if (!database.isWorthAnother(e)) {
        throw Sql.failure(e);
      }
    }
    try {
      return attempt(write);
    } catch (SQLException e) {
      throw Sql.failure(e);
    }
  }

  /**
   * One transaction.
   *
   * @throws SQLException if nothing is written
   */
  private <T> T attempt(Write<T> write) throws SQLException {
    Written<T> written;
    OutcomeUnknownException lost;
    try (Transaction transaction = database.begin()) {
      written = write.in(transaction.connection());
      if (written.transaction().isEmpty()) {
        return written.result();
      }
      try {
        transaction.commit();
        return written.result();
      } catch (OutcomeUnknownException e) {
        lost = e;
      }
    }
    if (!isCommitted(written.transaction().get(), lost)) {
      throw new SQLException("the connection was lost, and nothing was written", LOST, lost);
    }
    return written.result();
  }

  /** Asks until the server can be had and the transaction has ended, or patience has. */
  private boolean isCommitted(String transaction, OutcomeUnknownException lost) {
    long end = System.nanoTime() + database.patience().toNanos();
    while (true) {
      Optional<String> status = status(transaction);
      if (status.isPresent() && !status.get().equals("in progress")) {
        return status.get().equals("committed");
      }
      if (System.nanoTime() > end) {
        throw new StoreFailedException(
            "the connection to the database was lost; whether anything was written is not known",
            lost);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private Optional<String> status(String transaction) {
    try {
      return database.read(connection -> status(connection, transaction));
    } catch (StoreFailedException e) {
      return Optional.empty();
    }
  }

  /** What became of a transaction: {@code in progress}, {@code committed} or something else. */
  static Optional<String> status(Connection connection, String transaction) throws SQLException {
    return Sql.first(
        connection,
        "SELECT COALESCE(pg_xact_status(?::xid8), 'forgotten')",
        row -> row.getString(1),
        transaction);
  }
}
