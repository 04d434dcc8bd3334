package dev.orlop.hold.store.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.hold.store.StoreFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
  @TempDir Path folder;

  /** Leaves the database as a write that the disk refused leaves it: closed, and not by us. */
  private static boolean end(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.execute("shutdown immediately");
    }
  }

  private static long version(Connection connection) throws SQLException {
    try (PreparedStatement get = connection.prepareStatement(Sql.META_GET)) {
      get.setString(1, "version");
      try (ResultSet row = get.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  @Test
  void aDatabaseThatEndedRefusesAndDoesNotHang() {
    try (Database database = Database.openFile(folder)) {
      assertThrows(StoreFailedException.class, () -> database.read(DatabaseTest::end));
      assertThrows(StoreFailedException.class, () -> database.read(DatabaseTest::version));
    }
    // What ended may contradict itself, so it counts as not closed.
    assertTrue(Files.exists(folder.resolve("in-use")));
    try (Database database = Database.openFile(folder)) {
      assertEquals(Sql.VERSION, database.read(DatabaseTest::version));
    }
  }

  @Test
  void aFailureOfAStatementEndsNothing() {
    try (Database database = Database.openFile(folder)) {
      assertThrows(
          StoreFailedException.class,
          () ->
              database.write(
                  connection -> {
                    try (Statement statement = connection.createStatement()) {
                      statement.executeUpdate("delete from meta");
                      return statement.execute("no sql");
                    }
                  }));
      assertEquals(Sql.VERSION, database.read(DatabaseTest::version));
    }
  }

  @Test
  void aClosedDatabaseStaysClosed() {
    Database database = Database.openFile(folder);
    database.close();
    assertThrows(StoreFailedException.class, () -> database.read(DatabaseTest::version));
  }

  private static int note(Connection connection) throws SQLException {
    try (PreparedStatement set = connection.prepareStatement(Sql.META_SET)) {
      set.setString(1, "note");
      set.setLong(2, 5);
      return set.executeUpdate();
    }
  }

  private static boolean hasNote(Connection connection) throws SQLException {
    try (PreparedStatement get = connection.prepareStatement(Sql.META_GET)) {
      get.setString(1, "note");
      try (ResultSet row = get.executeQuery()) {
        return row.next();
      }
    }
  }

  @Test
  void whatWasClosedIsTakenUpAgainAndWhatWasNotIsMadeAnew() throws IOException {
    Path open = folder.resolve("open");
    Path killed = Files.createDirectory(folder.resolve("killed"));
    try (Database database = Database.openFile(open)) {
      database.write(DatabaseTest::note);
    }
    try (Database database = Database.openFile(open);
        Stream<Path> files = Files.list(open)) {
      assertTrue(database.read(DatabaseTest::hasNote));
      for (Path file : files.toList()) {
        Files.copy(file, killed.resolve(file.getFileName()));
      }
    }
    try (Database database = Database.openFile(killed)) {
      assertFalse(database.read(DatabaseTest::hasNote));
    }
  }
}
