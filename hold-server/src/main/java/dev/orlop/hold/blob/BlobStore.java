package dev.orlop.hold.blob;

import dev.orlop.car.cid.Digest;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Stored blobs. Safe for use by many threads.
 *
 * <p>Methods throw {@link dev.orlop.hold.disk.DiskException} or {@link BlobStoreException} when the
 * storage refuses; nothing is half done then that a reader could see.
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
   * Takes a file over as a blob. The file goes away; where blobs are files, it must lie on the
   * store's own file system.
   *
   * @param verified a file that the caller forced to disk and whose bytes have this digest
   */
  void adopt(Path verified, Digest digest);

  /**
   * The blobs of a shelf, in the order of their digests.
   *
   * @param after the digest behind which to go on; empty to begin
   */
  List<ListedBlob> list(Shelf shelf, Optional<Digest> after, int limit);

  /** The same of the stored ones, without the time. */
  default List<StoredBlob> list(Optional<Digest> after, int limit) {
    return list(Shelf.STORED, after, limit).stream().map(ListedBlob::stored).toList();
  }

  /**
   * Reads a blob and compares it with its digest.
   *
   * @param bytesPerSecond to read at most, so that others get their share; {@link Long#MAX_VALUE}
   *     for no limit
   */
  BlobCheck verify(Digest digest, long bytesPerSecond);

  /** Removes a blob for good; false if there was none. */
  boolean delete(Digest digest);

  /**
   * Moves a blob to the trash: from now on it is missing for every reader, and takes as much room
   * as before. Its {@link ListedBlob#since} there is now. A call that a crash cut off leaves the
   * blob stored, in the trash, or on both shelves; called again, it does the rest.
   *
   * @param lastLook is called when all is done but what takes it from readers; nothing is taken
   *     from them if it throws
   * @return false if there was no such blob stored
   */
  boolean trash(Digest digest, Runnable lastLook);

  /** The same, whatever happens meanwhile. */
  default boolean trash(Digest digest) {
    return trash(digest, () -> {});
  }

  /**
   * Moves a blob back from the trash; its {@link ListedBlob#since} is now. One that is stored
   * anyway stays as it is, and leaves the trash.
   *
   * @return false if there was no such blob in the trash
   */
  boolean restore(Digest digest);

  /**
   * Removes blobs from the trash for good; those that are not there are passed over.
   *
   * @param digests at most a few thousand, which go in as few steps as the storage knows
   */
  void purge(List<Digest> digests);

  /** The size of a blob in bytes, if there is one. */
  default OptionalLong size(Digest digest) {
    return switch (locate(digest)) {
      case BlobLocation.Local(_, long size) -> OptionalLong.of(size);
      case BlobLocation.InMemory memory -> OptionalLong.of(memory.size());
      case BlobLocation.Remote remote -> OptionalLong.of(remote.size());
      case BlobLocation.Missing() -> OptionalLong.empty();
    };
  }
}
