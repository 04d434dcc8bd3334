package dev.orlop.hold.store.sql;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.store.StoreBusyException;
import dev.orlop.hold.store.StoreFailedException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;

/** Connections, transactions and the schema. Knows no table but {@code meta}. */
final class Database implements AutoCloseable {
  /** Work within one transaction. */
  @FunctionalInterface
  interface Work<T> {
    T run(Connection connection) throws SQLException;
  }

  private static final System.Logger LOGGER = System.getLogger(Database.class.getName());
  private static final String FILE = "index.mv.db";

  /** There while the index is open, and after a process that did not close it. */
  private static final String IN_USE = "in-use";

  private static final int CONNECTIONS = 16;
  private static final int CONNECTION_MILLIS = 10_000;
  private static final int CACHE_KIB = 32 * 1024;

  private final HikariDataSource pool;
  private final Path inUse;

  private Database(HikariDataSource pool, Path inUse) {
    this.pool = pool;
    this.inUse = inUse;
  }

  /**
   * Opens the H2 file {@code <folder>/index.mv.db}; the caller has the folder to itself. One that
   * was not closed is deleted; one that cannot be opened, or that another version wrote, is moved
   * aside: it holds nothing that the logs do not.
   */
  static Database openFile(Path folder) {
    try {
      Files.createDirectories(folder);
      deleteIfNotClosed(folder);
      try {
        return openH2(folder);
      } catch (StoreFailedException e) {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file) || SqlFailure.isRefusal(e)) {
          throw e;
        }
        Path aside = folder.resolve("index.mv.db.broken-" + System.currentTimeMillis());
        LOGGER.log(
            System.Logger.Level.ERROR,
            "the index cannot be opened; it is moved to " + aside + " and made anew",
            e);
        Files.move(file, aside);
        return openH2(folder);
      }
    } catch (IOException e) {
      throw new StoreFailedException("cannot open the index in " + folder, e);
    }
  }

  /** What a process that was killed leaves may contradict itself, and H2 does not always see it. */
  private static void deleteIfNotClosed(Path folder) throws IOException {
    if (Files.exists(folder.resolve(IN_USE)) && Files.deleteIfExists(folder.resolve(FILE))) {
      LOGGER.log(
          System.Logger.Level.WARNING, "the index was not closed; it is made anew from the logs");
    }
  }

  /** Has the next opening make the index anew. */
  static void distrust(Path folder) {
    Disk.REAL.createDirectories(folder);
    mark(folder, folder.resolve(IN_USE));
  }

  private static void mark(Path folder, Path inUse) {
    try (FileChannel channel = Disk.REAL.open(inUse, CREATE, WRITE)) {
      Disk.REAL.force(channel);
    } catch (IOException e) {
      throw new StoreFailedException("cannot mark the index as in use", e);
    }
    Disk.REAL.forceDirectory(folder);
  }

  private static Database openH2(Path folder) {
    // No write-through: see the package's page. Names as they stand in Sql, in lower case. Results
    // are not used again: for a moment around a commit H2 would give an old one of one table beside
    // a new one of another, and a count that was just folded would be counted twice.
    String url =
        "jdbc:h2:file:"
            + folder.resolve("index").toAbsolutePath()
            + ";DATABASE_TO_LOWER=TRUE;CACHE_SIZE="
            + CACHE_KIB
            + ";DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=10000;QUERY_CACHE_SIZE=64;OPTIMIZE_REUSE_RESULTS=FALSE";
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setUsername("sa");
    config.setPassword("");
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(2);
    config.setConnectionTimeout(CONNECTION_MILLIS);
    config.setPoolName("index");
    config.setInitializationFailTimeout(1);
    Path inUse = folder.resolve(IN_USE);
    mark(folder, inUse);
    HikariDataSource pool;
    try {
      pool = new HikariDataSource(config);
    } catch (RuntimeException e) {
      throw new StoreFailedException("cannot open the index at " + folder, e);
    }
    Database database = new Database(pool, inUse);
    try {
      database.migrate();
      return database;
    } catch (RuntimeException e) {
      pool.close();
      throw e;
    }
  }

  private void migrate() {
    write(
        connection -> {
          try (Statement statement = connection.createStatement()) {
            for (String sql : Sql.SCHEMA) {
              statement.execute(sql);
            }
          }
          long version = meta(connection, "version");
          if (version != 0 && version != Sql.VERSION) {
            throw new StoreFailedException(
                "the index was written by another version", new SQLException("schema " + version));
          }
          try (PreparedStatement set = connection.prepareStatement(Sql.META_SET)) {
            set.setString(1, "version");
            set.setLong(2, Sql.VERSION);
            set.executeUpdate();
          }
          return version;
        });
  }

  private static long meta(Connection connection, String name) throws SQLException {
    try (PreparedStatement get = connection.prepareStatement(Sql.META_GET)) {
      get.setString(1, name);
      try (ResultSet row = get.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }

  /** Runs a query; nothing is changed. */
  <T> T read(Work<T> work) {
    try (Connection connection = pool.getConnection()) {
      SqlFailure.requireAlive(connection);
      return work.run(connection);
    } catch (SQLTransientConnectionException e) {
      throw busy();
    } catch (SQLException e) {
      throw new StoreFailedException("the index cannot be read", e);
    }
  }

  /** Runs several queries on what the database holds at one moment. */
  <T> T view(Work<T> work) {
    return inTransaction(
        "the index cannot be read",
        connection -> {
          // H2's lesser levels take the moment for each table when it is first asked.
          connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
          return work.run(connection);
        });
  }

  /** Runs changes, all or none. */
  <T> T write(Work<T> work) {
    return inTransaction("the index cannot be written", work);
  }

  private <T> T inTransaction(String refusal, Work<T> work) {
    // The pool gives every connection back as it was: rolled back, and with its first settings.
    try (Connection connection = pool.getConnection()) {
      SqlFailure.requireAlive(connection);
      connection.setAutoCommit(false);
      T result = work.run(connection);
      connection.commit();
      return result;
    } catch (SQLTransientConnectionException e) {
      throw busy();
    } catch (SQLException e) {
      throw new StoreFailedException(refusal, e);
    }
  }

  private static StoreBusyException busy() {
    return new StoreBusyException("no connection to the index came free in time");
  }

  private boolean isAlive() {
    try (Connection connection = pool.getConnection()) {
      SqlFailure.requireAlive(connection);
      return true;
    } catch (SQLException e) {
      LOGGER.log(System.Logger.Level.ERROR, "the next start will make the index anew", e);
      return false;
    }
  }

  @Override
  public void close() {
    boolean whole = isAlive();
    pool.close();
    try {
      if (whole) {
        Files.deleteIfExists(inUse);
      }
    } catch (IOException e) {
      LOGGER.log(System.Logger.Level.WARNING, "the next start will make the index anew", e);
    }
  }
}
