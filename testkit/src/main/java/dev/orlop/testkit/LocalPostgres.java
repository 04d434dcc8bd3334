package dev.orlop.testkit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * A PostgreSQL server on a free port of this machine, which answers only for what is on disk, and
 * may be restarted. Modules that use it have the dependency themselves.
 */
public final class LocalPostgres implements AutoCloseable {
  private final Path folder;
  private EmbeddedPostgres server;

  private LocalPostgres(Path folder) {
    this.folder = folder;
    this.server = launch(0);
  }

  /** Starts one that keeps what it knows in a folder; when this returns, it answers. */
  public static LocalPostgres start(Path folder) {
    return new LocalPostgres(folder);
  }

  private EmbeddedPostgres launch(int port) {
    try {
      EmbeddedPostgres.Builder builder =
          EmbeddedPostgres.builder()
              .setDataDirectory(folder)
              .setCleanDataDirectory(false)
              .setServerConfig("synchronous_commit", "on")
              // What comes with the tests does without, unless it is told.
              .setServerConfig("fsync", "on");
      return (port == 0 ? builder : builder.setPort(port)).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its database, as JDBC has it. */
  public String url() {
    return server.getJdbcUrl("postgres", "postgres");
  }

  /** Cuts all connections, and starts it again on its port. */
  public void restart() {
    int port = server.getPort();
    close();
    server = launch(port);
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
