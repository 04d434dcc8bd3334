package dev.orlop.hold.store.sql;

import java.sql.Connection;
import java.sql.SQLException;

/** What is done with a connection. */
@FunctionalInterface
interface Work<T, X extends Exception> {
  T run(Connection connection) throws SQLException, X;
}
