package dev.orlop.appview.registry;

import dev.orlop.appview.oci.OciException;
import dev.orlop.car.cid.Digest;
import java.util.Optional;
import java.util.OptionalLong;

/** Port: blobs. Safe for many threads; every method may throw {@link OciException}. */
public interface BlobStore {
  /** The size of a blob in bytes; empty if the repository does not have it. */
  OptionalLong size(Caller caller, Repository repository, Digest digest);

  /**
   * The size of a blob that somebody who pushes to the repository need not send, since it is where
   * what they push goes; empty if it is not.
   */
  OptionalLong sizeForPush(Caller caller, Repository repository, Digest digest);

  /** Where the bytes of a blob are, for somebody who is about to read them. */
  BlobSource open(Caller caller, Repository repository, Digest digest);

  /**
   * Begins to take a blob in.
   *
   * @param expected the digest, if the client has said it; it is said for certain at the end
   */
  BlobSink begin(Caller caller, Repository repository, Optional<Digest> expected);

  /**
   * Makes a blob that is there already part of {@code repository}, too.
   *
   * @param from where the caller, who may read there, knows it from; if empty, anywhere will do
   *     that the caller may read
   * @return false if that is not possible; the client will then send it
   */
  boolean mount(Caller caller, Repository repository, Optional<Repository> from, Digest digest);

  /**
   * Deletes a blob from a repository.
   *
   * @return false if it was not there
   */
  boolean delete(Caller caller, Repository repository, Digest digest);
}
