package dev.orlop.hold.store.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import dev.orlop.hold.store.StoreFailedException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Properties;

/** A PostgreSQL database, by a pool of connections. Safe for use by several threads. */
public final class Database implements AutoCloseable {
  /** Behind the longest statement: then the network is dead, and would not say so by itself. */
  private static final Duration BEHIND_STATEMENTS = Duration.ofSeconds(15);

  private final DatabaseSettings settings;
  private final HikariDataSource pool;

  private Database(DatabaseSettings settings, HikariDataSource pool) {
    this.settings = settings;
    this.pool = pool;
  }

  /**
   * Connects; does not look at what is in it.
   *
   * @throws StoreFailedException if it cannot be had
   */
  public static Database connect(DatabaseSettings settings) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(settings.url());
    config.setDataSourceProperties(properties(settings));
    config.setPoolName("orlop");
    config.setMaximumPoolSize(settings.connections());
    config.setMinimumIdle(1);
    config.setConnectionTimeout(settings.patience().toMillis());
    config.setConnectionInitSql(limits(settings));
    try {
      return new Database(settings, new HikariDataSource(config));
    } catch (HikariPool.PoolInitializationException e) {
      throw new StoreFailedException("cannot reach the database at " + settings.place(), e);
    }
  }

  private static Properties properties(DatabaseSettings settings) {
    Properties properties = new Properties();
    if (!settings.user().isEmpty()) {
      properties.setProperty("user", settings.user());
    }
    if (!settings.password().isEmpty()) {
      properties.setProperty("password", settings.password());
    }
    properties.setProperty("ApplicationName", "orlop");
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("reWriteBatchedInserts", "true");
    long silence = settings.statement().plus(BEHIND_STATEMENTS).toSeconds();
    properties.setProperty("socketTimeout", Long.toString(silence));
    properties.setProperty(
        "connectTimeout", Long.toString(Math.max(1, settings.patience().toSeconds())));
    return properties;
  }

  private static String limits(DatabaseSettings settings) {
    return "SET statement_timeout = %d; SET lock_timeout = %d; %s = %d"
        .formatted(
            settings.statement().toMillis(),
            settings.lock().toMillis(),
            "SET idle_in_transaction_session_timeout",
            settings.idle().toMillis());
  }

  /** How long it is worth waiting for it. */
  Duration patience() {
    return settings.patience();
  }

  /** How many connections there are at most. */
  int connections() {
    return settings.connections();
  }

  /** The place without what may be secret. */
  public String place() {
    return settings.place();
  }

  /** A connection of its own, beside the pool, without limits on time. */
  Connection connectApart() throws SQLException {
    return DriverManager.getConnection(settings.url(), properties(settings));
  }

  /** Asks one question; once more if the connection turns out to be gone. */
  <T> T read(Work<T, RuntimeException> work) {
    try {
      return ask(work);
    } catch (SQLException e) {
      if (!isWorthAnother(e)) {
        throw Sql.failure(e);
      }
    }
    try {
      return ask(work);
    } catch (SQLException e) {
      throw Sql.failure(e);
    }
  }

  /** Whether a new connection may do; then the pool has no old ones any more. */
  boolean isWorthAnother(SQLException e) {
    boolean worth = Sql.isLost(e) && !(e instanceof SQLTransientConnectionException);
    if (worth) {
      // Most likely the others are gone, too: the server was restarted, or the network was cut.
      pool.getHikariPoolMXBean().softEvictConnections();
    }
    return worth;
  }

  private <T> T ask(Work<T, RuntimeException> work) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      return work.run(connection);
    }
  }

  /** Asks several questions of one moment. */
  <T, X extends Exception> T snapshot(Work<T, X> work) throws X {
    try (Transaction transaction = begin()) {
      Connection connection = transaction.connection();
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      connection.setReadOnly(true);
      return work.run(connection);
    } catch (SQLException e) {
      throw Sql.failure(e);
    }
  }

  /** Begins a transaction. */
  Transaction begin() throws SQLException {
    Connection connection = pool.getConnection();
    try {
      connection.setAutoCommit(false);
      return new Transaction(connection);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** Does something in a transaction of which it does no harm to do it twice. */
  <T> T change(Work<T, RuntimeException> work) {
    try (Transaction transaction = begin()) {
      T done = work.run(transaction.connection());
      transaction.commit();
      return done;
    } catch (SQLException e) {
      throw Sql.failure(e);
    } catch (OutcomeUnknownException e) {
      throw new StoreFailedException("the connection to the database was lost", e);
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
