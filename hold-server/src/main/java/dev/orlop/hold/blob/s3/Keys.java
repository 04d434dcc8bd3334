package dev.orlop.hold.blob.s3;

import dev.orlop.car.cid.Digest;
import dev.orlop.car.cid.InvalidDigestException;
import dev.orlop.hold.blob.Shelf;
import java.util.Optional;

/**
 * Names objects. Every name is made of a parsed digest or of our own ids, never of text from
 * outside.
 *
 * <pre>
 * prefix/
 *   docker/registry/v2/blobs/
 *     sha256/2c/2cf24dba...9824/data    a blob; there only when verified
 *     sha512/...
 *   trash/sha256/2c/2cf24dba...9824     a blob that nobody finds, until it is restored or purged
 *   uploads/
 *     0b8f0c9e-...-5d1f                 not verified yet
 * </pre>
 */
record Keys(String prefix) {
  /** Before the keys of all blobs of a shelf. */
  String shelf(Shelf shelf) {
    return prefix
        + switch (shelf) {
          case STORED -> "docker/registry/v2/blobs/";
          case TRASH -> "trash/";
        };
  }

  /** Before the keys of all that is on its way. */
  String uploads() {
    return prefix + "uploads/";
  }

  String upload(String name) {
    return uploads() + name;
  }

  String blob(Digest digest) {
    return blob(Shelf.STORED, digest);
  }

  String blob(Shelf shelf, Digest digest) {
    return shelf(shelf)
        + digest.algorithm().prefix()
        + '/'
        + digest.hex().substring(0, 2)
        + '/'
        + digest.hex()
        + end(shelf);
  }

  private static String end(Shelf shelf) {
    return switch (shelf) {
      case STORED -> "/data";
      case TRASH -> "";
    };
  }

  /** The digest of the blob under a key; empty for whatever else may lie about. */
  Optional<Digest> digest(Shelf shelf, String key) {
    if (!key.startsWith(shelf(shelf)) || !key.endsWith(end(shelf))) {
      return Optional.empty();
    }
    String[] parts = key.substring(shelf(shelf).length()).split("/", -1);
    if (parts.length < 3) {
      return Optional.empty();
    }
    try {
      Digest digest = Digest.parse(parts[0] + ':' + parts[2]);
      return blob(shelf, digest).equals(key) ? Optional.of(digest) : Optional.empty();
    } catch (InvalidDigestException _) {
      return Optional.empty();
    }
  }
}
