package dev.orlop.hold.store.sql;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import org.h2.api.ErrorCode;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.message.DbException;
import org.jspecify.annotations.Nullable;

/** What a failure of the database means. */
final class SqlFailure {
  private SqlFailure() {}

  /**
   * Refuses a connection to a database that has ended. H2 closes its file for good when a write to
   * it fails, and a statement begun after that may never return: it waits in a loop for a version
   * of the file that nobody will make.
   */
  static void requireAlive(Connection connection) throws SQLException {
    if (hasEnded(connection)) {
      throw new SQLException(
          "the database has ended, as it does when its disk is full; restart when there is room",
          "08003",
          ErrorCode.DATABASE_IS_CLOSED);
    }
  }

  private static boolean hasEnded(Connection connection) throws SQLException {
    try {
      return connection.unwrap(JdbcConnection.class).getSession() instanceof SessionLocal session
          && session.getDatabase().getStore().getMvStore().isClosed();
    } catch (DbException _) {
      return true;
    }
  }

  /** Whether the file could not be opened for a reason that is not in the file. */
  static boolean isRefusal(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql
          && sql.getErrorCode() == ErrorCode.DATABASE_ALREADY_OPEN_1) {
        return true;
      }
      if (cause instanceof IOException && saysNo(cause.getMessage())) {
        return true;
      }
    }
    return false;
  }

  private static boolean saysNo(@Nullable String message) {
    if (message == null) {
      return false;
    }
    String text = message.toLowerCase(Locale.ROOT);
    return text.contains("no space left")
        || text.contains("quota exceeded")
        || text.contains("read-only file system")
        || text.contains("permission denied");
  }
}
