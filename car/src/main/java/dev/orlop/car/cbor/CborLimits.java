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
  /** The data model's limits, for any CBOR. */
  public static final CborLimits DEFAULT = new CborLimits(5 << 20, 32, 131_072, 8192);

  /** The limits for one record: 1 MiB, otherwise as {@link #DEFAULT}. */
  public static final CborLimits RECORD = new CborLimits(1 << 20, 32, 131_072, 8192);
}
