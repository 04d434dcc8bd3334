package dev.orlop.hold.blob;

import dev.orlop.car.cid.Digest;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Stored blobs. Safe for use by many threads.
 *
 * <p>Methods throw {@link dev.orlop.hold.disk.DiskException} when the storage refuses; nothing is
 * half done then that a reader could see.
 */
public interface BlobStore {
  /** Where the blob is now. */
  BlobLocation locate(Digest digest);

  /**
   * Begins to take a blob in.
   *
   * @param algorithm of the digest it will be published under
   */
  StagedBlob stage(Digest.Algorithm algorithm);

  /**
   * Takes a file over as a blob. The file must lie on the store's own file system, and goes away.
   *
   * @param verified a file that the caller forced to disk and whose bytes have this digest
   */
  void adopt(Path verified, Digest digest);

  /**
   * Blobs in the order of their digests.
   *
   * @param after the digest behind which to go on; empty to begin
   */
  List<StoredBlob> list(Optional<Digest> after, int limit);

  /**
   * Reads a blob and compares it with its digest.
   *
   * @param bytesPerSecond to read at most, so that others get their share; {@link Long#MAX_VALUE}
   *     for no limit
   */
  BlobCheck verify(Digest digest, long bytesPerSecond);

  /** Removes a blob for good; false if there was none. */
  boolean delete(Digest digest);

  /** The size of a blob in bytes, if there is one. */
  default OptionalLong size(Digest digest) {
    return switch (locate(digest)) {
      case BlobLocation.Local(_, long size) -> OptionalLong.of(size);
      case BlobLocation.InMemory memory -> OptionalLong.of(memory.size());
      case BlobLocation.Redirect(_, long size, _) -> OptionalLong.of(size);
      case BlobLocation.Missing() -> OptionalLong.empty();
    };
  }
}
