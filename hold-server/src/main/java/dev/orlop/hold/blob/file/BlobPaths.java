package dev.orlop.hold.blob.file;

import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.Shelf;
import java.nio.file.Path;

/**
 * Names files; touches none. Every name is made of a parsed digest or of a number, never of text
 * from outside.
 *
 * <pre>
 * root/
 *   docker/registry/v2/blobs/
 *     sha256/
 *       2c/
 *         2cf24dba...9824/
 *           data              the bytes; there only when complete
 *     sha512/...
 *   trash/
 *     sha256/
 *       2c/
 *         2cf24dba...9824       the bytes; when it came there is its time of modification
 *   staging/                  swept at start
 *     17.part
 *   uploads/                  belongs to the upload package; here to be on the same file system
 * </pre>
 */
final class BlobPaths {
  static final String DATA = "data";

  private final Path root;
  private final Path blobs;

  BlobPaths(Path root) {
    this.root = root;
    this.blobs = root.resolve("docker/registry/v2/blobs");
  }

  Path root() {
    return root;
  }

  Path staging() {
    return root.resolve("staging");
  }

  Path staged(long number) {
    return staging().resolve(number + ".part");
  }

  Path uploads() {
    return root.resolve("uploads");
  }

  Path algorithm(Digest.Algorithm algorithm) {
    return blobs.resolve(algorithm.prefix());
  }

  Path shard(Digest digest) {
    return algorithm(digest.algorithm()).resolve(digest.hex().substring(0, 2));
  }

  Path folder(Digest digest) {
    return shard(digest).resolve(digest.hex());
  }

  Path data(Digest digest) {
    return folder(digest).resolve(DATA);
  }

  Path trash(Digest.Algorithm algorithm) {
    return root.resolve("trash").resolve(algorithm.prefix());
  }

  Path trashShard(Digest digest) {
    return trash(digest.algorithm()).resolve(digest.hex().substring(0, 2));
  }

  Path trashed(Digest digest) {
    return trashShard(digest).resolve(digest.hex());
  }

  /** The folder of an algorithm on a shelf; shards below it, digests below those. */
  Path algorithm(Shelf shelf, Digest.Algorithm algorithm) {
    return switch (shelf) {
      case STORED -> algorithm(algorithm);
      case TRASH -> trash(algorithm);
    };
  }

  /** The file of a blob on a shelf. */
  Path bytes(Shelf shelf, Digest digest) {
    return switch (shelf) {
      case STORED -> data(digest);
      case TRASH -> trashed(digest);
    };
  }
}
