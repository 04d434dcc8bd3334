package dev.orlop.hold.upload;

import java.time.Duration;

/**
 * What one uploader may take of the hold.
 *
 * @param maxBlobBytes the largest blob
 * @param minPartBytes the smallest part, but for the last
 * @param maxPartBytes the largest part
 * @param maxParts the greatest part number
 * @param maxOpenPerOwner uploads begun and not ended, of one DID
 * @param maxBytesPerOwner bytes in the open uploads of one DID
 * @param maxBytes bytes in all open uploads
 * @param idle after which an upload nobody writes to is removed; also how long we remember that an
 *     upload was completed
 * @param total after which an upload is removed in any case
 */
public record UploadLimits(
    long maxBlobBytes,
    long minPartBytes,
    long maxPartBytes,
    int maxParts,
    int maxOpenPerOwner,
    long maxBytesPerOwner,
    long maxBytes,
    Duration idle,
    Duration total) {
  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;

  /** What the documentation names. */
  public static final UploadLimits DEFAULT =
      new UploadLimits(
          10 * GIB,
          5 * MIB,
          100 * MIB,
          10_000,
          100,
          50 * GIB,
          500 * GIB,
          Duration.ofHours(1),
          Duration.ofHours(24));

  /** The same with another largest blob. */
  public UploadLimits withMaxBlobBytes(long bytes) {
    return new UploadLimits(
        bytes,
        minPartBytes,
        maxPartBytes,
        maxParts,
        maxOpenPerOwner,
        maxBytesPerOwner,
        maxBytes,
        idle,
        total);
  }

  UploadRefused blobTooLarge() {
    return new UploadRefused(
        UploadError.BLOB_TOO_LARGE, "a blob has at most " + maxBlobBytes + " bytes");
  }
}
