package dev.orlop.cli.remote;

import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How one account stands at a hold.
 *
 * @param bytes of the distinct blobs that it uses
 * @param reserved bytes on their way; empty if the hold does not say so to us
 * @param limit in bytes; empty if there is none
 */
public record Quota(
    String did,
    long blobs,
    long bytes,
    OptionalLong reserved,
    OptionalLong limit,
    Optional<String> tier) {
  /** Reads an answer of getQuota. */
  public static Quota of(DataMap answer) {
    return new Quota(
        answer.text("userDid").orElseThrow(() -> HoldClient.malformed("a quota without userDid")),
        answer.integer("uniqueBlobs").orElse(0),
        answer.integer("totalSize").orElse(0),
        answer.integer("reserved"),
        answer.integer("limit"),
        answer.text("tier"));
  }

  /** Reads a list of them. */
  public static List<Quota> all(List<DataValue> values) {
    return values.stream()
        .filter(DataMap.class::isInstance)
        .map(DataMap.class::cast)
        .map(Quota::of)
        .toList();
  }
}
