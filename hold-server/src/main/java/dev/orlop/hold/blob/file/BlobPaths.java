package dev.orlop.hold.blob.file;

import dev.orlop.car.cid.Digest;
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
}
