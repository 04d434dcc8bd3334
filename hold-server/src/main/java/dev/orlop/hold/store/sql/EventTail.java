package dev.orlop.hold.store.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Follows the table of events by a connection and a thread of its own. A notification says that
 * there may be something new; the table is the truth, and is looked at now and then anyway.
 */
public final class EventTail implements AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger(EventTail.class.getName());
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration PAUSE = Duration.ofMillis(250);

  /** Is told of events, by one thread. */
  public interface Listener {
    /**
     * Events that follow on one another.
     *
     * @param before the seq that was told last; no event is between
     */
    void events(long before, List<EventTable.Row> events);

    /** What was told may not be served any more; the table says what may. */
    void forgotten();
  }

  private final Database database;
  private final Listener listener;
  private final Thread thread;
  private long position;
  private volatile @Nullable Connection connection;
  private volatile boolean closed;

  /** Tells of what comes behind a seq. */
  public EventTail(Database database, long from, Listener listener) {
    this.database = database;
    this.position = from;
    this.listener = listener;
    this.thread = Thread.ofPlatform().name("event-tail").daemon().start(this::run);
  }

  private void run() {
    while (!closed) {
      try (Connection opened = database.connectApart()) {
        connection = opened;
        follow(opened);
      } catch (SQLException | RuntimeException e) {
        if (!closed) {
          LOGGER.log(
              System.Logger.Level.WARNING, "the table of events cannot be followed; again", e);
          LockSupport.parkNanos(PAUSE.toNanos());
        }
      }
    }
  }

  private void follow(Connection opened) throws SQLException {
    try (Statement statement = opened.createStatement()) {
      statement.execute("LISTEN " + HeadRow.CHANNEL);
    }
    HoldTable.run(opened);
    // What was forgotten while nobody listened is not known.
    listener.forgotten();
    while (!closed) {
      drain(opened);
      PGNotification[] news =
          opened.unwrap(PGConnection.class).getNotifications((int) POLL.toMillis());
      for (PGNotification one : news == null ? new PGNotification[0] : news) {
        if (one.getParameter().equals(EventTable.FORGOTTEN)) {
          listener.forgotten();
        }
      }
    }
  }

  private void drain(Connection opened) throws SQLException {
    List<EventTable.Row> rows = EventTable.after(opened, position);
    while (!rows.isEmpty() && !closed) {
      listener.events(position, rows);
      position = rows.getLast().seq();
      rows = EventTable.after(opened, position);
    }
  }

  @Override
  public void close() {
    closed = true;
    Connection opened = connection;
    try {
      if (opened != null) {
        opened.abort(Runnable::run);
      }
      thread.join(POLL.multipliedBy(2));
    } catch (SQLException e) {
      LOGGER.log(System.Logger.Level.DEBUG, "the connection that listened", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
