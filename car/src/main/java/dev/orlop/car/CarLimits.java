package dev.orlop.car;

/**
 * What a reader takes at most.
 *
 * @param maxHeaderBytes of the header
 * @param maxBlockBytes of one block, its CID not counted
 * @param maxBlocks in the file
 * @param maxTotalBytes of the whole file
 */
public record CarLimits(int maxHeaderBytes, int maxBlockBytes, long maxBlocks, long maxTotalBytes) {
  /** Refuses limits that are none. */
  public CarLimits {
    if (maxHeaderBytes < 0 || maxBlockBytes < 0 || maxBlocks < 0 || maxTotalBytes < 0) {
      throw new IllegalArgumentException("a limit is not negative");
    }
  }

  /** For a repo of a stranger: blocks of 2 MB, 10 million of them, 4 GiB in all. */
  public static final CarLimits DEFAULT = new CarLimits(1024, 2_000_000, 10_000_000, 4L << 30);
}
