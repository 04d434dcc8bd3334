package dev.orlop.appview.registry;

import java.time.Duration;

/**
 * How much uploads may take.
 *
 * @param maxBlobBytes the largest blob
 * @param maxOpenPerCaller uploads of one account at once
 * @param maxOpen uploads of all together
 * @param idle after which a silent upload is given up
 * @param total after which an upload is given up, silent or not
 */
public record UploadLimits(
    long maxBlobBytes, int maxOpenPerCaller, int maxOpen, Duration idle, Duration total) {
  /** Ten layers at once, for many images at once; a slow line has a day. */
  public static final UploadLimits DEFAULT =
      new UploadLimits(64L << 30, 100, 2_000, Duration.ofHours(1), Duration.ofHours(24));

  /** The same with another largest blob. */
  public UploadLimits withMaxBlobBytes(long bytes) {
    return new UploadLimits(bytes, maxOpenPerCaller, maxOpen, idle, total);
  }
}
