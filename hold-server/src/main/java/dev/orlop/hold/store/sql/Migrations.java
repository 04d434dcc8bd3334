package dev.orlop.hold.store.sql;

import dev.orlop.car.cid.Sha256;
import dev.orlop.hold.store.SchemaException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Brings the tables forward. Each step is a file, and a transaction; a table says which were taken,
 * and with what checksum. Of several processes that start, one does it and the others wait.
 */
public final class Migrations {
  private static final List<String> FILES =
      List.of(
          "0001-repos.sql",
          "0002-events.sql",
          "0003-leases.sql",
          "0004-changes.sql",
          "0005-accounts.sql",
          "0006-uploads.sql",
          "0007-brought.sql",
          "0008-pulls.sql",
          "0009-notes.sql",
          "0010-record-blobs.sql",
          "0011-memories.sql");

  /** Any number that nobody else takes for a lock: "orlop" in ASCII. */
  private static final long LOCK = 0x6f726c6f70L;

  private final Database database;
  private final List<Step> steps;

  /** Of a database. */
  public Migrations(Database database) {
    this(database, FILES.stream().map(Migrations::load).toList());
  }

  Migrations(Database database, List<Step> steps) {
    this.database = database;
    this.steps = steps;
  }

  /**
   * A step.
   *
   * @param name its file; its number comes first
   */
  record Step(String name, String sql) {
    int number() {
      return Integer.parseInt(name.substring(0, 4));
    }

    String checksum() {
      return HexFormat.of().formatHex(Sha256.hash(sql.getBytes(StandardCharsets.UTF_8)));
    }
  }

  /**
   * A step as it stands with a database.
   *
   * @param taken whether the database has it
   */
  public record State(String name, boolean taken) {}

  private record Taken(String name, String checksum) {}

  static Step load(String name) {
    try (InputStream in = Migrations.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("not in this program: " + name);
      }
      return new Step(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * All steps; changes nothing.
   *
   * @throws SchemaException if the database is newer than this program, or another
   */
  public List<State> state() {
    return database.read(
        connection -> {
          boolean begun =
              Sql.first(
                      connection,
                      "SELECT to_regclass('schema_steps') IS NOT NULL",
                      row -> row.getBoolean(1))
                  .orElse(false);
          Map<Integer, Taken> taken = begun ? taken(connection) : Map.of();
          check(taken);
          return steps.stream()
              .map(step -> new State(step.name(), taken.containsKey(step.number())))
              .toList();
        });
  }

  /**
   * Takes the steps that the database has not.
   *
   * @return which
   * @throws SchemaException if the database is newer than this program, or another
   */
  public List<String> run() {
    List<String> done = new ArrayList<>();
    for (Step step : steps) {
      if (database.<Boolean>change(connection -> take(connection, step))) {
        done.add(step.name());
      }
    }
    return done;
  }

  private boolean take(Connection connection, Step step) throws SQLException {
    // Until the end of the transaction; longer than others may take to build an index.
    execute(connection, "SET LOCAL lock_timeout = 0; SET LOCAL statement_timeout = 0");
    execute(connection, "SELECT pg_advisory_xact_lock(%d)".formatted(LOCK));
    execute(
        connection,
        "CREATE TABLE IF NOT EXISTS schema_steps (number integer PRIMARY KEY, name text NOT NULL,"
            + " checksum text NOT NULL, taken_at timestamptz NOT NULL DEFAULT now())");
    Map<Integer, Taken> taken = taken(connection);
    check(taken);
    if (taken.containsKey(step.number())) {
      return false;
    }
    execute(connection, step.sql());
    Sql.update(
        connection,
        "INSERT INTO schema_steps (number, name, checksum) VALUES (?, ?, ?)",
        step.number(),
        step.name(),
        step.checksum());
    return true;
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static Map<Integer, Taken> taken(Connection connection) throws SQLException {
    Map<Integer, Taken> taken = new TreeMap<>();
    Sql.list(
            connection,
            "SELECT number, name, checksum FROM schema_steps ORDER BY number",
            row -> Map.entry(row.getInt(1), new Taken(row.getString(2), row.getString(3))))
        .forEach(entry -> taken.put(entry.getKey(), entry.getValue()));
    return taken;
  }

  private void check(Map<Integer, Taken> taken) {
    taken.forEach(
        (number, found) -> {
          Step step =
              steps.stream()
                  .filter(ours -> ours.number() == number)
                  .findFirst()
                  .orElseThrow(
                      () ->
                          new SchemaException(
                              "the database at %s has the step %s, which this version of orlop does"
                                      .formatted(database.place(), found.name())
                                  + " not know: run the newer version that made it"));
          if (!step.checksum().equals(found.checksum())) {
            throw new SchemaException(
                "the database at %s was made by another %s than this version of orlop has: run the"
                        .formatted(database.place(), found.name())
                    + " version that made it, or restore the database from a backup");
          }
        });
  }
}
