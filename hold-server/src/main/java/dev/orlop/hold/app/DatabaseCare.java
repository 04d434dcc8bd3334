package dev.orlop.hold.app;

import dev.orlop.atproto.config.ConfigException;
import dev.orlop.hold.config.HoldConfig;
import dev.orlop.hold.store.SchemaException;
import dev.orlop.hold.store.sql.Database;
import dev.orlop.hold.store.sql.Migrations;
import java.util.List;

/** Looks after the tables of a hold's database; the hold may run meanwhile. */
public final class DatabaseCare {
  private DatabaseCare() {}

  /**
   * A step by which the tables come to what they are.
   *
   * @param taken whether the database has it
   */
  public record Step(String name, boolean taken) {}

  /**
   * How a database stands.
   *
   * @param place its address, without what may be secret
   */
  public record Status(String place, List<Step> steps) {
    /** Whether it has all that this program needs. */
    public boolean isCurrent() {
      return steps.stream().allMatch(Step::taken);
    }
  }

  /**
   * Says how the database stands; changes nothing.
   *
   * @throws ConfigException if the hold has none
   * @throws SchemaException if it is of another version than this program
   */
  public static Status status(HoldConfig config) {
    try (Database database = connect(config)) {
      return status(database);
    }
  }

  private static Status status(Database database) {
    List<Step> steps =
        new Migrations(database)
            .state().stream().map(state -> new Step(state.name(), state.taken())).toList();
    return new Status(database.place(), steps);
  }

  /**
   * Brings the tables forward to what this program needs, as a hold does when it starts.
   *
   * @return how it stands then
   * @throws ConfigException if the hold has none
   * @throws SchemaException if it is of another version than this program
   */
  public static Status migrate(HoldConfig config) {
    try (Database database = connect(config)) {
      List<String> unused = new Migrations(database).run();
      return status(database);
    }
  }

  private static Database connect(HoldConfig config) {
    return Database.connect(
        config
            .database()
            .orElseThrow(() -> new ConfigException(List.of("database.url is not set"))));
  }
}
