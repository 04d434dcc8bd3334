package dev.orlop.atproto.data;

/**
 * What a JSON document may hold at most.
 *
 * @param maxBytes of the document
 * @param maxDepth of nested arrays and objects
 * @param maxItems in one array or object
 */
public record JsonLimits(int maxBytes, int maxDepth, int maxItems) {
  /** The limits for the body of a request: a little over one record. */
  public static final JsonLimits BODY = new JsonLimits(1_200_000, 40, 131_072);

  /** The limits for documents from files and peers whose size is bounded elsewhere. */
  public static final JsonLimits DOCUMENT = new JsonLimits(16 << 20, 64, 1 << 20);
}
