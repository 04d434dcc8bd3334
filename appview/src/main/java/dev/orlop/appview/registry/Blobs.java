package dev.orlop.appview.registry;

import dev.orlop.appview.oci.OciError;
import dev.orlop.appview.oci.OciException;
import dev.orlop.car.cid.Digest;
import java.util.Optional;

/** Finds, mounts and deletes blobs. */
public final class Blobs {
  private final BlobStore store;

  /** Those of a store. */
  public Blobs(BlobStore store) {
    this.store = store;
  }

  /**
   * The size of a blob, in bytes.
   *
   * @throws OciException BLOB_UNKNOWN
   */
  public long size(Caller caller, Repository repository, Digest digest) {
    return store.size(caller, repository, digest).orElseThrow(() -> unknown(digest));
  }

  /**
   * The size of a blob, in bytes, for somebody who is about to push it.
   *
   * @throws OciException BLOB_UNKNOWN if it must be sent
   */
  public long sizeForPush(Caller caller, Repository repository, Digest digest) {
    return store.sizeForPush(caller, repository, digest).orElseThrow(() -> unknown(digest));
  }

  /** Where a blob is, for somebody who is about to read it. */
  public BlobSource open(Caller caller, Repository repository, Digest digest) {
    return store.open(caller, repository, digest);
  }

  /** Whether a blob that is there already could be made part of {@code repository}. */
  public boolean mount(
      Caller caller, Repository repository, Optional<Repository> from, Digest digest) {
    return store.mount(caller, repository, from, digest);
  }

  /**
   * Deletes a blob from a repository.
   *
   * @throws OciException BLOB_UNKNOWN
   */
  public void delete(Caller caller, Repository repository, Digest digest) {
    if (!store.delete(caller, repository, digest)) {
      throw unknown(digest);
    }
  }

  /** What is said of a blob that is not there. */
  public static OciException unknown(Digest digest) {
    return OciError.BLOB_UNKNOWN.exception().with("digest", digest);
  }
}
