package dev.orlop.hold.store.sql;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.hold.store.StoreBusyException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** Whose database it is. */
public final class HoldTable {
  /** Any number that nobody else takes for a lock: "orlopHld" in ASCII. */
  private static final long RUNNING = 0x6f726c6f70486c64L;

  private static final int PATIENCE_MILLIS = 5000;

  private final Database database;

  /** Of a database whose tables are there. */
  public HoldTable(Database database) {
    this.database = database;
  }

  /**
   * The hold.
   *
   * @param signingKey its public key, as {@code did:key}
   */
  public record Hold(Did did, String signingKey) {}

  /** The hold, if the database has one. */
  public Optional<Hold> find() {
    return database.read(HoldTable::find);
  }

  private static Optional<Hold> find(Connection connection) throws SQLException {
    return Sql.first(
        connection,
        "SELECT did, signing_key FROM hold",
        row -> new Hold(Did.parse(row.getString(1)), row.getString(2)));
  }

  /** Makes it a hold's, if it is nobody's; returns whose it is then. */
  public Hold claim(Hold hold) {
    return database.change(
        connection -> {
          Sql.update(
              connection,
              "INSERT INTO hold (did, signing_key) VALUES (?, ?) ON CONFLICT (one) DO NOTHING",
              hold.did().toString(),
              hold.signingKey());
          return find(connection).orElseThrow();
        });
  }

  /** Makes it another hold's, for whoever brings one here. */
  public void replace(Hold hold) {
    boolean unused =
        database.change(
            connection -> {
              Sql.update(connection, "DELETE FROM hold");
              return Sql.update(
                      connection,
                      "INSERT INTO hold (did, signing_key) VALUES (?, ?)",
                      hold.did().toString(),
                      hold.signingKey())
                  > 0;
            });
  }

  /** Says for as long as the connection lives that a process of the hold runs. */
  static void run(Connection connection) throws SQLException {
    Sql.list(connection, "SELECT pg_advisory_lock_shared(" + RUNNING + ")", row -> true);
  }

  /** Whether somebody works on the database who needs it alone. */
  public boolean isBusy() {
    return database.change(
        connection ->
            Sql.first(
                    connection,
                    "SELECT NOT pg_try_advisory_xact_lock_shared(" + RUNNING + ")",
                    row -> row.getBoolean(1))
                .orElseThrow());
  }

  /**
   * Keeps all processes of the hold off the database until it is closed.
   *
   * @throws StoreBusyException if one runs
   */
  public Alone alone() {
    try {
      Connection connection = database.connectApart();
      try {
        requireAlone(connection);
        return new Alone(connection);
      } catch (SQLException | RuntimeException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw Sql.failure(e);
    }
  }

  /** Waits a little: of a process that ended just now the server may not know yet. */
  private static void requireAlone(Connection connection) throws SQLException {
    Sql.update(connection, "SET lock_timeout = " + PATIENCE_MILLIS);
    Sql.list(connection, "SELECT pg_advisory_lock(" + RUNNING + ")", row -> true);
  }

  /** Somebody has the database alone. */
  public static final class Alone implements AutoCloseable {
    private final Connection connection;

    private Alone(Connection connection) {
      this.connection = connection;
    }

    @Override
    public void close() {
      try {
        connection.close();
      } catch (SQLException e) {
        throw Sql.failure(e);
      }
    }
  }

  /** What becomes of the keys that are sealed. */
  @FunctionalInterface
  public interface Resealing {
    /** A key, sealed anew. */
    byte[] reseal(KeyTable.Row key);
  }

  /** Writes down another signing key, and all sealed keys anew, in one transaction. */
  public void exchangeKey(String signingKey, Resealing resealing) {
    int unused =
        database.change(
            connection -> {
              for (KeyTable.Row row : KeyTable.all(connection)) {
                KeyTable.put(
                    connection, new KeyTable.Row(row.place(), row.name(), resealing.reseal(row)));
              }
              return Sql.update(connection, "UPDATE hold SET signing_key = ?", signingKey);
            });
  }
}
