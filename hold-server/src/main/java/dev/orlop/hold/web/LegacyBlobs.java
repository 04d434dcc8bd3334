package dev.orlop.hold.web;

import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.car.cid.Cid;
import dev.orlop.car.cid.InvalidCidException;

/**
 * Refuses references to blobs in the form from before {@code $type}: two texts, {@code cid} and
 * {@code mimeType}. They are read wherever they come from, and written no more: nobody could say
 * what is a reference and what only looks like one.
 */
final class LegacyBlobs {
  private LegacyBlobs() {}

  static void refuse(DataValue value) {
    switch (value) {
      case DataMap map -> {
        if (isLegacyBlob(map)) {
          throw Body.invalid("A blob in the form of old, without $type, is not taken any more");
        }
        map.fields().values().forEach(LegacyBlobs::refuse);
      }
      case DataValue.Array(var items) -> items.forEach(LegacyBlobs::refuse);
      case DataValue.Null _,
          DataValue.Bool _,
          DataValue.Int _,
          DataValue.Text _,
          DataValue.Bytes _,
          DataValue.Link _ -> {
        // Holds nothing.
      }
    }
  }

  private static boolean isLegacyBlob(DataMap map) {
    return map.size() == 2
        && map.text("mimeType").isPresent()
        && map.text("cid").filter(LegacyBlobs::isCid).isPresent();
  }

  private static boolean isCid(String text) {
    try {
      Cid.parse(text);
      return true;
    } catch (InvalidCidException _) {
      return false;
    }
  }
}
