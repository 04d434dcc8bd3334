package dev.orlop.hold.events;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;
import dev.orlop.hold.store.StoreFailedException;
import dev.orlop.mst.RepoState;
import java.time.Duration;
import java.util.Optional;

/**
 * All events of this server in one order: in files ({@link FileEventLog}), or in a database, for
 * all processes on it ({@link TableEventLog}). Safe for use by several threads; those who read
 * never hold up those who write.
 */
public interface EventLog extends AutoCloseable {
  /**
   * How much is kept.
   *
   * @param retention how long an event is kept at least, unless there are too many bytes
   * @param maxBytes of all events on disk
   * @param segmentBytes at which a new segment is begun
   * @param windowBytes of the newest events in memory
   */
  record Settings(Duration retention, long maxBytes, long segmentBytes, long windowBytes) {
    /** Three days, as relays keep; 8 GiB in segments of 32 MiB; 32 MiB in memory. */
    public static final Settings DEFAULT =
        new Settings(Duration.ofDays(3), 8L << 30, 32L << 20, 32L << 20);

    /** The same with another time. */
    public Settings withRetention(Duration other) {
      return new Settings(other, maxBytes, segmentBytes, windowBytes);
    }
  }

  /**
   * Whether the process before ended without closing the log: it may lack what the repos' logs
   * hold, so all of them are to be replayed.
   */
  boolean needsReplay();

  /** Whether the log was begun just now: nobody has been told anything yet. */
  boolean isNew();

  /** All repos are open: what the process before did not tell of has been told. */
  void recovered();

  /** Tells that who an account is may have changed; kept for good when the call returns. */
  void identity(Did did, Optional<Handle> handle);

  /**
   * Tells whether an account is served; kept for good when the call returns.
   *
   * @param status why not
   */
  void account(Did did, boolean isActive, Optional<String> status);

  /**
   * Tells nobody of an account's commits before {@link #account} says that it is served: for one
   * that is about to come. Where one process has the log, that process knows which those are.
   *
   * @throws StoreFailedException if they would be told of
   */
  default void hush(Did did) {}

  /** Tells where a repo stands; kept for good when the call returns. */
  void sync(RepoState state, byte[] commitBlock);

  /**
   * Takes an account's events so far out of what is served. To tell of its end comes after this, or
   * that is not served either.
   *
   * @throws StoreFailedException if they are served still
   */
  void forget(Did did);

  /** Writes what waits, and drops what is too old. */
  void tidy();

  /** The seq of the last event; none that anybody was handed is above it. */
  long lastSeq();

  /** The seq of the last event that this process has heard of; costs nothing to ask, ever. */
  long heardSeq();

  /** The seq above which every event is kept. */
  long floor();

  /** A reader of what comes behind {@code cursor}, which is not above the last event. */
  EventReader read(long cursor);

  /** Writes what waits, and lets go. The repos are closed before. */
  @Override
  void close();
}
