package dev.orlop.hold.gc;

import dev.orlop.atproto.data.BlobRef;
import dev.orlop.atproto.syntax.Datetime;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.hold.blob.StoredBlob;
import dev.orlop.lexicons.Nsids;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * {@code io.atcr.hold.gcReceipt}: what one run did.
 *
 * @param id of the run, and the key of the record
 * @param blobs all of them if they are few, in the order in which they went
 * @param count of blobs, of so many {@code bytes}
 * @param listSha256 in hex, of the list of them: a line {@code digest size} for each
 */
public record Receipt(
    Tid id,
    GcAction action,
    GcCause cause,
    Instant began,
    Instant ended,
    List<StoredBlob> blobs,
    long count,
    long bytes,
    String listSha256) {
  /** Copies the list. */
  public Receipt {
    blobs = List.copyOf(blobs);
  }

  /** The line of a blob in the list. */
  static String line(StoredBlob blob) {
    return "%s %d\n".formatted(blob.digest(), blob.size());
  }

  /** Where the record of a run is. */
  static RepoPath path(Tid id) {
    return new RepoPath(Nsids.HOLD_GC_RECEIPT, RecordKey.of(id));
  }

  /**
   * The record.
   *
   * @param list where the list lies, if the blobs are too many to be named here
   */
  DataMap toData(Optional<BlobRef> list) {
    DataMap.Builder builder =
        DataMap.builder()
            .put("$type", Nsids.HOLD_GC_RECEIPT.toString())
            .put("action", action.wireName())
            .put("cause", cause.wireName())
            .put("reason", action.reason())
            .put("count", count)
            .put("bytes", bytes)
            .put("listSha256", listSha256)
            .put("startedAt", Datetime.of(began).toString())
            .put("createdAt", Datetime.of(ended).toString());
    if (list.isPresent()) {
      builder.put("list", list.get().toData());
    } else {
      builder.put("blobs", List.<DataValue>copyOf(blobs.stream().map(Receipt::entry).toList()));
    }
    return builder.build();
  }

  private static DataMap entry(StoredBlob blob) {
    return DataMap.builder()
        .put("digest", blob.digest().toString())
        .put("size", blob.size())
        .build();
  }
}
