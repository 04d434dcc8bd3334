package dev.orlop.hold.store.sql;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A PostgreSQL server for a run of tests, with a new database for each who asks: one that comes
 * with the tests, or the one that {@code ORLOP_TEST_DATABASE_URL} names, whose user may create
 * databases.
 */
public final class TestPostgres {
  private static final System.Logger LOGGER = System.getLogger(TestPostgres.class.getName());
  private static final AtomicInteger COUNT = new AtomicInteger();

  private TestPostgres() {}

  private static final class Server {
    static final String URL =
        Optional.ofNullable(System.getenv("ORLOP_TEST_DATABASE_URL")).orElseGet(Server::start);

    private static String start() {
      try {
        @SuppressWarnings("resource")
        EmbeddedPostgres postgres =
            EmbeddedPostgres.builder().setServerConfig("synchronous_commit", "on").start();
        return postgres.getJdbcUrl("postgres", "postgres");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** A new database, without tables. */
  public static DatabaseSettings empty() {
    String name =
        "orlop_test_%d_%d".formatted(ProcessHandle.current().pid(), COUNT.incrementAndGet());
    try (Connection connection = DriverManager.getConnection(Server.URL);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
      LOGGER.log(System.Logger.Level.DEBUG, "{0}", connection.getMetaData().getURL());
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
    return new DatabaseSettings(
        Server.URL.replaceFirst("/[^/?]*(\\?|$)", "/" + name + "$1"), "", "", 8);
  }

  /** A new database with its tables. */
  public static DatabaseSettings migrated() {
    DatabaseSettings settings = empty();
    try (Database database = Database.connect(settings)) {
      new Migrations(database).run();
    }
    return settings;
  }

  /** Does something to a database behind everybody's back. */
  public static void execute(DatabaseSettings settings, String sql) {
    try (Connection connection = DriverManager.getConnection(settings.url());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /** How many rows there are, for whoever looks behind everybody's back. */
  public static long count(DatabaseSettings settings, String from) {
    try (Connection connection = DriverManager.getConnection(settings.url());
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM " + from)) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
