package dev.orlop.hold.upload;

import dev.orlop.atproto.syntax.Did;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Who began which upload, kept beyond the end of the process, and where several processes serve one
 * store, for all of them. Safe for use by several threads.
 */
public interface SessionStore {
  /**
   * What is kept of an upload.
   *
   * @param session as it was written
   * @param completed whether a blob came of it; it is remembered for a while
   * @param bytes that its parts take, as far as they were counted here
   */
  record Kept(String session, boolean completed, long bytes) {}

  /** Nobody but the caller ends the upload until this is closed. */
  interface Alone extends AutoCloseable {
    @Override
    void close();
  }

  /** Writes a session, over what was there; it survives when this returns, and is never half. */
  void write(UploadId id, Did owner, String session, Instant now);

  /** A session, if there is one. */
  Optional<Kept> read(UploadId id);

  /** The same, and the upload is not idle. */
  Optional<Kept> touch(UploadId id, Instant now);

  /** A blob came of the upload, and it takes nothing any more. */
  void complete(UploadId id);

  /** Removes a session; false if there was none, or somebody else has removed it. */
  boolean remove(UploadId id);

  /** All that this process is to take up again: nobody else knows of them. */
  List<UploadId> left();

  /** Whether other processes go on with what this one began, and the other way about. */
  boolean isShared();

  /** Begins to end an upload; empty if somebody else is at it. */
  Optional<Alone> tryAlone(UploadId id);

  /**
   * Uploads that nobody may be waiting for any more, of all processes; what is not shared, its
   * process remembers.
   *
   * @param idleSince when something of them was heard for the last time
   * @param begunBefore when those began of which no blob came
   */
  List<UploadId> stale(Instant idleSince, Instant begunBefore);
}
