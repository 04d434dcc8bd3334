package dev.orlop.hold.crash;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.TreeSet;

/** The tables of a hold, seen from beside it. */
record Tables(String url) {
  /** Whose repos are there. */
  Set<String> repos() {
    Set<String> dids = new TreeSet<>();
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet repos = statement.executeQuery("SELECT did FROM repos")) {
      while (repos.next()) {
        dids.add(repos.getString(1));
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
    return dids;
  }

  /** What a killed process was at may be taken up by another one, as it may after some minutes. */
  void passClaims() {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("DELETE FROM claims");
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
