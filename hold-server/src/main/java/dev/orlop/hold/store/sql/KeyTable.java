package dev.orlop.hold.store.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Sealed keys, each in a place and under a name. Safe for use by several threads. */
public final class KeyTable {
  private final Database database;

  /** Of a database whose tables are there. */
  public KeyTable(Database database) {
    this.database = database;
  }

  /**
   * A key.
   *
   * @param place what it is for
   * @param sealed as only the hold can read it
   */
  @SuppressWarnings("ArrayRecordComponent") // a carrier that is never compared
  public record Row(String place, String name, byte[] sealed) {}

  /** One of them. */
  public Optional<byte[]> find(String place, String name) {
    return database.read(connection -> find(connection, place, name));
  }

  private static Optional<byte[]> find(Connection connection, String place, String name)
      throws SQLException {
    return Sql.first(
        connection,
        "SELECT sealed FROM account_keys WHERE place = ? AND name = ?",
        row -> row.getBytes(1),
        place,
        name);
  }

  /** The names in a place, in order. */
  public List<String> names(String place) {
    return Sql.list(
        database,
        "SELECT name FROM account_keys WHERE place = ? ORDER BY name",
        row -> row.getString(1),
        place);
  }

  /** Writes one, in the place of one that is there. */
  public void put(Row row) {
    boolean unused =
        database.change(
            connection -> {
              put(connection, row);
              return true;
            });
  }

  static void put(Connection connection, Row row) throws SQLException {
    Sql.update(
        connection,
        "INSERT INTO account_keys (place, name, sealed) VALUES (?, ?, ?)"
            + " ON CONFLICT (place, name) DO UPDATE SET sealed = excluded.sealed",
        row.place(),
        row.name(),
        row.sealed());
  }

  /**
   * Writes one, unless there is one.
   *
   * @param most how many the place may have
   * @return the one that is there then; empty if there are too many
   */
  public Optional<byte[]> putIfAbsent(Row row, int most) {
    return database.change(
        connection -> {
          Sql.update(
              connection,
              "INSERT INTO account_keys (place, name, sealed) SELECT ?, ?, ?"
                  + " WHERE (SELECT count(*) FROM account_keys WHERE place = ?) < ?"
                  + " ON CONFLICT (place, name) DO NOTHING",
              row.place(),
              row.name(),
              row.sealed(),
              row.place(),
              most);
          return find(connection, row.place(), row.name());
        });
  }

  /** Removes the keys of that name in some places. */
  public void remove(String name, String... places) {
    Sql.update(
        database, "DELETE FROM account_keys WHERE name = ? AND place = ANY (?)", name, places);
  }

  /**
   * Moves a key to another place, if it is there; what lies in that place moves aside, unless
   * something lies aside already.
   */
  public void shift(String name, String from, String to, String aside) {
    boolean unused =
        database.change(
            connection -> {
              if (find(connection, from, name).isEmpty()) {
                return false;
              }
              if (find(connection, aside, name).isPresent()) {
                Sql.update(
                    connection, "DELETE FROM account_keys WHERE place = ? AND name = ?", to, name);
              } else {
                move(connection, name, to, aside);
              }
              move(connection, name, from, to);
              return true;
            });
  }

  private static void move(Connection connection, String name, String from, String to)
      throws SQLException {
    Sql.update(
        connection,
        "UPDATE account_keys SET place = ? WHERE place = ? AND name = ?",
        to,
        from,
        name);
  }

  static List<Row> all(Connection connection) throws SQLException {
    return Sql.list(
        connection,
        "SELECT place, name, sealed FROM account_keys ORDER BY place, name FOR UPDATE",
        row -> new Row(row.getString(1), row.getString(2), row.getBytes(3)));
  }

  /** Removes all of them. */
  public void clear() {
    Sql.update(database, "DELETE FROM account_keys");
  }
}
