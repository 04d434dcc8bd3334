package dev.orlop.hold.upload;

import dev.orlop.atproto.syntax.Did;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

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
  Optional<Upload> load(UploadId id, Function<Did, Account> accounts);
}
