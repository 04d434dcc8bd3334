package dev.orlop.appview.manifests;

import dev.orlop.appview.oci.OciError;
import dev.orlop.appview.oci.OciException;
import dev.orlop.appview.records.ManifestRecord;
import dev.orlop.atproto.data.DataJson;
import dev.orlop.car.cbor.DataValue;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes records small enough. A manifest may have 4 MB of annotations and its record may not; the
 * bytes of the manifest have them all.
 */
final class RecordRoom {
  /**
   * The largest record, in bytes of its JSON, which is the longer form. Events take records of
   * 1,000,000 bytes (Sync 1.1), and that is what servers take as the body of a call, in which there
   * is more than the record.
   */
  static final int MAX_BYTES = 990_000;

  /** What the field of the annotations takes beside them. */
  private static final int FIELD = 32;

  private RecordRoom() {}

  /**
   * The record with as many of its annotations as fit, the short ones first.
   *
   * @throws OciException MANIFEST_INVALID with status 413 if there is too much else
   */
  static ManifestRecord fitted(ManifestRecord record) {
    int bare = size(record.withAnnotations(Map.of()).toData());
    if (bare > MAX_BYTES) {
      throw OciError.MANIFEST_INVALID
          .exception("the manifest names more than a record can hold")
          .withStatus(413)
          .with("digest", record.digest());
    }
    List<Map.Entry<String, String>> shortest =
        record.annotations().entrySet().stream()
            .sorted(
                Comparator.<Map.Entry<String, String>>comparingInt(RecordRoom::size)
                    .thenComparing(Map.Entry::getKey))
            .toList();
    Map<String, String> fitting = new HashMap<>();
    int left = MAX_BYTES - bare - FIELD;
    for (Map.Entry<String, String> one : shortest) {
      left -= size(one);
      if (left < 0) {
        return record.withAnnotations(fitting);
      }
      fitting.put(one.getKey(), one.getValue());
    }
    return record;
  }

  private static int size(Map.Entry<String, String> annotation) {
    // Each with the colon or the comma behind it.
    return size(new DataValue.Text(annotation.getKey()))
        + size(new DataValue.Text(annotation.getValue()))
        + 2;
  }

  private static int size(DataValue value) {
    return DataJson.write(value).length;
  }
}
