package dev.orlop.hold.store.sql;

import java.time.Duration;

/**
 * Which database, and how long it is waited for.
 *
 * @param url {@code jdbc:postgresql://host:port/name}
 * @param user empty for the one that the URL says, or the system's
 * @param password never shown
 * @param connections at most, to be shared by all requests; one more listens for events
 * @param patience how long a connection is waited for, and what became of one that was lost
 * @param statement how long one statement may take
 * @param lock how long another process's write is waited for
 * @param idle how long a transaction may stand still, as an export does whose reader is slow
 */
public record DatabaseSettings(
    String url,
    String user,
    String password,
    int connections,
    Duration patience,
    Duration statement,
    Duration lock,
    Duration idle) {
  /** What a JDBC URL of PostgreSQL begins with. */
  public static final String PREFIX = "jdbc:postgresql:";

  /** The usual times: 5 seconds for a connection, 30 for a statement, 10 for a lock, 60 idle. */
  public DatabaseSettings(String url, String user, String password, int connections) {
    this(
        url,
        user,
        password,
        connections,
        Duration.ofSeconds(5),
        Duration.ofSeconds(30),
        Duration.ofSeconds(10),
        Duration.ofSeconds(60));
  }

  /** The same with less patience, or more. */
  public DatabaseSettings withPatience(Duration other) {
    return new DatabaseSettings(url, user, password, connections, other, statement, lock, idle);
  }

  /** The place without what may be secret: a URL's query may hold a password. */
  public String place() {
    int query = url.indexOf('?');
    return query < 0 ? url : url.substring(0, query);
  }

  @Override
  public String toString() {
    return "DatabaseSettings[" + place() + "]";
  }
}
