package dev.orlop.car.cbor;

/**
 * What a reader takes at most (AT Protocol data model, recommended limits).
 *
 * @param maxBytes of the whole input
 * @param maxDepth of nested arrays and maps
 * @param maxItems in one array or map
 * @param maxKeyBytes of one map key
 */
public record CborLimits(int maxBytes, int maxDepth, int maxItems, int maxKeyBytes) {
  /**
   * Whole values are read and written by recursion: deeper than this, a thread's stack is at risk.
   */
  private static final int DEEPEST = 1000;

  /** Refuses limits that are none. A CID needs no limit: it has 36 bytes, or is refused. */
  public CborLimits {
    if (maxBytes < 0 || maxDepth < 0 || maxItems < 0 || maxKeyBytes < 0) {
      throw new IllegalArgumentException("a limit is not negative");
    }
    if (maxDepth > DEEPEST) {
      throw new IllegalArgumentException("a depth of at most " + DEEPEST + ", not " + maxDepth);
    }
  }

  /** The data model's limits, for any CBOR. */
  public static final CborLimits DEFAULT = new CborLimits(5 << 20, 32, 131_072, 8192);

  /** The limits for one record: 1 MiB, otherwise as {@link #DEFAULT}. */
  public static final CborLimits RECORD = new CborLimits(1 << 20, 32, 131_072, 8192);
}
