package dev.orlop.hold.store.sql;

import dev.orlop.testkit.LocalPostgres;
import java.nio.file.Path;
import java.time.Duration;

/** A PostgreSQL server of a test's own, which it may restart. */
public final class OwnPostgres implements AutoCloseable {
  private final LocalPostgres server;

  private OwnPostgres(Path folder) {
    this.server = LocalPostgres.start(folder);
  }

  /** Starts one that keeps what it knows in a folder. */
  public static OwnPostgres start(Path folder) {
    return new OwnPostgres(folder);
  }

  /** Its database, with tables. */
  public DatabaseSettings migrated() {
    DatabaseSettings settings =
        new DatabaseSettings(server.url(), "", "", 8).withPatience(Duration.ofSeconds(2));
    try (Database database = Database.connect(settings)) {
      new Migrations(database).run();
    }
    return settings;
  }

  /** Cuts all connections, and starts it again on its port. */
  public void restart() {
    server.restart();
  }

  @Override
  public void close() {
    server.close();
  }
}
