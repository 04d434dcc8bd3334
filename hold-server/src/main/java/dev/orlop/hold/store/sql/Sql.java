package dev.orlop.hold.store.sql;

import dev.orlop.hold.store.StoreBusyException;
import dev.orlop.hold.store.StoreFailedException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Statements with their values, and what their failures mean. */
final class Sql {
  private static final String LOCK_NOT_AVAILABLE = "55P03";

  private Sql() {}

  /** Reads one row. */
  @FunctionalInterface
  interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  static <T> List<T> list(Connection connection, String sql, Row<T> row, Object... values)
      throws SQLException {
    try (PreparedStatement statement = prepare(connection, sql, values);
        ResultSet found = statement.executeQuery()) {
      List<T> all = new ArrayList<>();
      while (found.next()) {
        all.add(row.read(found));
      }
      return all;
    }
  }

  /** Asks this alone. */
  static <T> List<T> list(Database database, String sql, Row<T> row, Object... values) {
    return database.read(connection -> list(connection, sql, row, values));
  }

  static <T> Optional<T> first(Connection connection, String sql, Row<T> row, Object... values)
      throws SQLException {
    return list(connection, sql, row, values).stream().findFirst();
  }

  /** Asks this alone. */
  static <T> Optional<T> first(Database database, String sql, Row<T> row, Object... values) {
    return database.read(connection -> first(connection, sql, row, values));
  }

  /** Changes rows, and says how many. */
  static int update(Connection connection, String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = prepare(connection, sql, values)) {
      return statement.executeUpdate();
    }
  }

  /** The same as a transaction, of which it does no harm to do it twice. */
  static int update(Database database, String sql, Object... values) {
    return database.change(connection -> update(connection, sql, values));
  }

  /** Does the same with each of the rows; nothing if there are none. */
  static void each(Connection connection, String sql, List<Object[]> rows) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (Object[] row : rows) {
        bind(statement, row);
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  static PreparedStatement prepare(Connection connection, String sql, Object... values)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    try {
      bind(statement, values);
      return statement;
    } catch (SQLException e) {
      statement.close();
      throw e;
    }
  }

  private static void bind(PreparedStatement statement, Object[] values) throws SQLException {
    Connection connection = statement.getConnection();
    for (int i = 0; i < values.length; i++) {
      switch (values[i]) {
        case byte[] bytes -> statement.setBytes(i + 1, bytes);
        case byte[][] many -> statement.setArray(i + 1, connection.createArrayOf("bytea", many));
        case String[] many -> statement.setArray(i + 1, connection.createArrayOf("text", many));
        case Long[] many -> statement.setArray(i + 1, connection.createArrayOf("bigint", many));
        case Object value -> statement.setObject(i + 1, value);
      }
    }
  }

  /** What a failure means to those who do not know that there is a database. */
  static RuntimeException failure(SQLException e) {
    return LOCK_NOT_AVAILABLE.equals(e.getSQLState())
        ? new StoreBusyException("another write takes too long: " + e.getMessage())
        : new StoreFailedException("the database does not do it: " + e.getMessage(), e);
  }

  /** Whether the connection is gone, so that what was asked may have been done. */
  static boolean isLost(SQLException e) {
    String state = e.getSQLState();
    return state == null || state.startsWith("08") || state.startsWith("57P");
  }
}
