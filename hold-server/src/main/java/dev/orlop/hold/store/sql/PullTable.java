package dev.orlop.hold.store.sql;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.hold.store.StoreFailedException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Pulls that are not in the signed records yet, of all processes on one database. They are added to
 * {@code pulls}; a <i>round</i> takes those that are there and adds them up by repository. Rows are
 * taken by deleting them, so each is in one round, whoever takes at the same time; rounds are
 * numbered under a lock that is held until they are there for all: so whoever has folded a round
 * has folded, or could have, all below it.
 */
public final class PullTable {
  /** How many columns a row has that say something. */
  private static final int VALUES = 5;

  private static final String ADD =
      "WITH mine AS MATERIALIZED (SELECT pg_current_xact_id()::text AS number%s), added AS"
          + " (INSERT INTO pulls (owner, name, images, artifacts, last_millis)"
          + " SELECT * FROM unnest(?, ?, ?, ?, ?)) SELECT number FROM mine";

  private static final String ADD_FORCED = ADD.formatted("");

  /** Not forced to the database's disk when the transaction ends. */
  private static final String ADD_QUICKLY =
      ADD.formatted(", set_config('synchronous_commit', 'off', true)");

  private final Database database;
  private final OnceWriter once;

  /** Of a database whose tables are there. */
  public PullTable(Database database) {
    this.database = database;
    this.once = new OnceWriter(database);
  }

  /**
   * Pulls of one repository.
   *
   * @param lastMillis when the last of them was, milliseconds since 1970
   */
  public record Row(Did owner, String name, long images, long artifacts, long lastMillis) {}

  /** Those of one round. */
  public record Summed(long round, Row row) {}

  /**
   * Adds pulls.
   *
   * @param forced whether they are on the database's disk when this returns; else they outlive this
   *     process, and are there soon after
   * @throws StoreFailedException if they are not there, or if that is not known, as the message
   *     says
   */
  public void add(List<Row> rows, boolean forced) {
    boolean unused = once.write(connection -> add(connection, rows, forced));
  }

  private static OnceWriter.Written<Boolean> add(
      Connection connection, List<Row> rows, boolean forced) throws SQLException {
    // One statement: whoever comes meanwhile waits as long as this takes to and fro.
    Optional<String> number =
        Sql.first(
            connection,
            forced ? ADD_FORCED : ADD_QUICKLY,
            row -> row.getString(1),
            rows.stream().map(row -> row.owner().toString()).toArray(String[]::new),
            rows.stream().map(Row::name).toArray(String[]::new),
            rows.stream().map(Row::images).toArray(Long[]::new),
            rows.stream().map(Row::artifacts).toArray(Long[]::new),
            rows.stream().map(Row::lastMillis).toArray(Long[]::new));
    return new OnceWriter.Written<>(number, true);
  }

  private static Object[] values(Row row) {
    return new Object[] {
      row.owner().toString(), row.name(), row.images(), row.artifacts(), row.lastMillis()
    };
  }

  /**
   * Takes the pulls that are there into a round, or several.
   *
   * @param above all rounds get a number above this one
   * @param most how many repositories are in one round at most
   */
  public void endRound(long above, int most) {
    int unused = database.change(connection -> endRound(connection, above, most));
  }

  private static int endRound(Connection connection, long above, int most) throws SQLException {
    long last = lastRound(connection, above);
    // A statement of its own, and so one that sees what the round before has left.
    Optional<Long> next =
        Sql.first(
            connection,
            "WITH taken AS (DELETE FROM pulls RETURNING *), sums AS (SELECT owner, name,"
                + " sum(images)::bigint AS images, sum(artifacts)::bigint AS artifacts,"
                + " max(last_millis) AS last_millis, row_number() OVER (ORDER BY owner, name) - 1"
                + " AS place FROM taken GROUP BY owner, name), rounds AS (INSERT INTO pull_sums"
                + " (round, owner, name, images, artifacts, last_millis) SELECT ? + 1 + place / ?,"
                + " owner, name, images, artifacts, last_millis FROM sums RETURNING round)"
                + " SELECT max(round) FROM rounds HAVING max(round) IS NOT NULL",
            row -> row.getLong(1),
            last,
            (long) most);
    return next.isPresent()
        ? Sql.update(connection, "UPDATE pull_rounds SET last = ?", next.get())
        : 0;
  }

  /**
   * Makes a round of pulls from elsewhere, where rounds were numbered before. Nothing happens if a
   * round has that number, or a later one: then it was done before.
   *
   * @param above rounds up to here are in the records
   */
  public void takeOver(long round, List<Row> rows, long above) {
    boolean unused =
        database.change(
            connection -> {
              if (round <= lastRound(connection, above)) {
                return false;
              }
              Sql.each(
                  connection,
                  "INSERT INTO pull_sums (owner, name, images, artifacts, last_millis, round)"
                      + " VALUES (?, ?, ?, ?, ?, ?)",
                  rows.stream()
                      .map(
                          row -> {
                            Object[] values = Arrays.copyOf(values(row), VALUES + 1);
                            values[VALUES] = round;
                            return values;
                          })
                      .toList());
              Sql.update(connection, "UPDATE pull_rounds SET last = ?", round);
              return true;
            });
  }

  private static long lastRound(Connection connection, long above) throws SQLException {
    return Sql.first(
            connection,
            "SELECT GREATEST(last, ?) FROM pull_rounds FOR UPDATE",
            row -> row.getLong(1),
            above)
        .orElseThrow();
  }

  /** What the rounds above one hold, in their order. */
  public List<Summed> ended(long folded) {
    return database.read(
        connection ->
            Sql.list(
                connection,
                "SELECT round, owner, name, images, artifacts, last_millis FROM pull_sums"
                    + " WHERE round > ? ORDER BY round",
                row -> new Summed(row.getLong("round"), row(row)),
                folded));
  }

  /** The pulls of a repository that are in no round up to one. */
  public Optional<Row> waiting(long folded, Did owner, String name) {
    return database.read(
        connection ->
            Sql.first(
                connection,
                "SELECT owner, name, sum(images)::bigint AS images,"
                    + " sum(artifacts)::bigint AS artifacts, max(last_millis) AS last_millis"
                    + " FROM (SELECT owner, name, images, artifacts, last_millis FROM pulls"
                    + " WHERE owner = ? AND name = ? UNION ALL"
                    + " SELECT owner, name, images, artifacts, last_millis FROM pull_sums"
                    + " WHERE owner = ? AND name = ? AND round > ?) w GROUP BY owner, name",
                PullTable::row,
                owner.toString(),
                name,
                owner.toString(),
                name,
                folded));
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        Did.parse(row.getString("owner")),
        row.getString("name"),
        row.getLong("images"),
        row.getLong("artifacts"),
        row.getLong("last_millis"));
  }

  /** The repositories of an owner that have pulls here. */
  public List<String> names(Did owner) {
    return database.read(
        connection ->
            Sql.list(
                connection,
                "SELECT name FROM pulls WHERE owner = ? UNION"
                    + " SELECT name FROM pull_sums WHERE owner = ?",
                row -> row.getString(1),
                owner.toString(),
                owner.toString()));
  }

  /** Drops the rounds up to one. */
  public void forget(long folded) {
    int unused =
        database.change(
            connection -> Sql.update(connection, "DELETE FROM pull_sums WHERE round <= ?", folded));
  }
}
