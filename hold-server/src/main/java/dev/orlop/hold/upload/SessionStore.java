package dev.orlop.hold.upload;

import java.util.List;
import java.util.Optional;

/**
 * Who began which upload, kept beyond the end of the process. What a session says may be read by
 * everybody who serves the same blobs.
 */
public interface SessionStore {
  /** Writes a session, over what was there; it survives when this returns, and is never half. */
  void write(UploadId id, String session);

  /** A session, if there is one. */
  Optional<String> read(UploadId id);

  /** Removes a session; nothing happens if there is none. */
  void remove(UploadId id);

  /** All that are there. */
  List<UploadId> ids();
}
