package dev.orlop.hold.blob;

import dev.orlop.car.cid.Digest;
import java.time.Instant;

/**
 * A blob as a listing shows it.
 *
 * @param size in bytes
 * @param since when it came to lie there, by the storage's own clock
 */
public record ListedBlob(Digest digest, long size, Instant since) {
  /** Without the time. */
  public StoredBlob stored() {
    return new StoredBlob(digest, size);
  }
}
