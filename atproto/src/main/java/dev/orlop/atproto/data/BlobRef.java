package dev.orlop.atproto.data;

import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Cid;

/**
 * A record's reference to a blob.
 *
 * @param ref the raw CID of the blob
 * @param mimeType what the blob is
 * @param size in bytes
 */
public record BlobRef(Cid ref, String mimeType, long size) {
  /**
   * Reads the object whose {@code $type} is {@code blob}.
   *
   * @throws InvalidJsonException if a field is missing or of the wrong type
   */
  public static BlobRef of(DataMap map) {
    Cid ref = map.link("ref").orElseThrow(() -> missing("ref, a link"));
    String mimeType = map.text("mimeType").orElseThrow(() -> missing("mimeType, a text"));
    long size = map.integer("size").orElse(-1);
    if (size < 0) {
      throw missing("size, an integer that is not negative");
    }
    return new BlobRef(ref, mimeType, size);
  }

  private static InvalidJsonException missing(String field) {
    return new InvalidJsonException("a blob has a " + field);
  }

  /** The object, as it stands in a record. */
  public DataMap toData() {
    return DataMap.builder()
        .put("$type", "blob")
        .put("ref", ref)
        .put("mimeType", mimeType)
        .put("size", size)
        .build();
  }
}
