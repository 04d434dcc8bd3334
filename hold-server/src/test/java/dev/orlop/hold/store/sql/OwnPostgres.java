package dev.orlop.hold.store.sql;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;

/** A PostgreSQL server of a test's own, which it may restart. */
public final class OwnPostgres implements AutoCloseable {
  private final Path folder;
  private EmbeddedPostgres server;

  private OwnPostgres(Path folder) {
    this.folder = folder;
    this.server = start(0);
  }

  /** Starts one that keeps what it knows in a folder. */
  public static OwnPostgres start(Path folder) {
    return new OwnPostgres(folder);
  }

  private EmbeddedPostgres start(int port) {
    try {
      EmbeddedPostgres.Builder builder =
          EmbeddedPostgres.builder()
              .setDataDirectory(folder)
              .setCleanDataDirectory(false)
              .setServerConfig("synchronous_commit", "on");
      return (port == 0 ? builder : builder.setPort(port)).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its database, with tables. */
  public DatabaseSettings migrated() {
    DatabaseSettings settings =
        new DatabaseSettings(server.getJdbcUrl("postgres", "postgres"), "", "", 8)
            .withPatience(Duration.ofSeconds(2));
    try (Database database = Database.connect(settings)) {
      new Migrations(database).run();
    }
    return settings;
  }

  /** Cuts all connections, and starts it again on its port. */
  public void restart() {
    int port = server.getPort();
    close();
    server = start(port);
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
