package dev.orlop.hold.upload;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cid.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/** An upload that was begun. Safe for use by many threads. */
interface Upload {
  /** Where an upload is on its way. */
  enum State {
    /** Parts are coming. */
    OPEN,
    /** Somebody is completing it. */
    COMPLETING,
    /** A blob came of it; remembered for a while. */
    COMPLETED,
    /** Aborted, expired or failed: there is no such upload any more. */
    CLOSED
  }

  UploadId id();

  Did owner();

  Instant created();

  /** When anything of it was last heard of. */
  Instant lastActivity();

  State state();

  /** Where to send a part of an open upload; its number is within the limits. */
  PartTarget target(int number);

  /**
   * Takes a part.
   *
   * @param announced the Content-Length, if there is one
   * @throws IOException from the body; the part is then as if it had not been sent
   */
  PartResult write(int number, InputStream body, OptionalLong announced) throws IOException;

  /** Makes a blob of it; who comes second waits for the first and gets the same answer. */
  CompleteResult complete(Digest digest, List<PartRef> list);

  /** Gives an open upload up, and leaves nothing of it; false if it is not open. */
  boolean close();

  /** Removes what is still there of a completed upload. */
  void forget();
}
