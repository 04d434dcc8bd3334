package dev.orlop.hold.pds.blobs;

import dev.orlop.atproto.data.BlobRef;
import dev.orlop.atproto.data.DataJson;
import dev.orlop.atproto.data.InvalidJsonException;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.InvalidSyntaxException;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Cid;
import java.time.Instant;
import java.util.NoSuchElementException;

/**
 * A blob as an account uploaded it.
 *
 * @param size in bytes
 * @param uploaded when it came, the last time
 */
public record HeldBlob(Did holder, Cid cid, String mimeType, long size, Instant uploaded) {
  /** What records hold of it. */
  public BlobRef ref() {
    return new BlobRef(cid, mimeType, size);
  }

  byte[] encode() {
    return DataJson.write(
        DataMap.builder()
            .put("did", holder.toString())
            .put("cid", cid.toString())
            .put("mimeType", mimeType)
            .put("size", size)
            .put("uploadedMillis", uploaded.toEpochMilli())
            .build());
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws IllegalArgumentException if it is something else
   */
  static HeldBlob decode(byte[] json) {
    try {
      DataMap map = DataJson.parse(json);
      return new HeldBlob(
          Did.parse(map.text("did").orElseThrow()),
          Cid.parse(map.text("cid").orElseThrow()),
          map.text("mimeType").orElseThrow(),
          map.integer("size").orElseThrow(),
          Instant.ofEpochMilli(map.integer("uploadedMillis").orElseThrow()));
    } catch (InvalidJsonException | InvalidSyntaxException | NoSuchElementException e) {
      throw new IllegalArgumentException("not what is kept of a blob: " + e.getMessage(), e);
    }
  }
}
