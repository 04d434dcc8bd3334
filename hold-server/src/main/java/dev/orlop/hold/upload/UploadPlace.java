package dev.orlop.hold.upload;

import dev.orlop.atproto.syntax.Did;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where the parts of uploads gather until they are blobs. */
interface UploadPlace {
  /** Begins an upload; when this returns, it survives the end of the process. */
  Upload begin(UploadId id, Session session, Account account);

  /** The uploads that an earlier process left. */
  List<UploadId> left();

  /**
   * Takes one of them up again, and has its account know what it takes.
   *
   * @return empty if nothing came of it
   * @throws IllegalArgumentException if it was not written by us
   */
  Optional<Upload> load(UploadId id, Accounts accounts);

  /** Gives uploads their accounts. */
  @FunctionalInterface
  interface Accounts {
    Account of(Did owner, UploadId id);
  }

  /** Whether other processes go on with what this one began, and the other way about. */
  default boolean isShared() {
    return false;
  }

  /**
   * An upload that somebody asks for.
   *
   * @param known if this process has met it before
   */
  default Optional<Upload> find(UploadId id, Optional<Upload> known, Accounts accounts) {
    return known;
  }

  /**
   * Removes uploads that nobody may be waiting for any more, of all processes; what is not shared,
   * its process remembers.
   *
   * @return how many open ones were removed, and by nobody else
   */
  default int expire(Instant idleSince, Instant begunBefore, Accounts accounts) {
    return 0;
  }
}
