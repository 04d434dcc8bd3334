package dev.orlop.appview.records;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.lexicons.Nsids;
import java.util.Optional;

/**
 * {@code io.atcr.hold.captain}, in the repo of a hold: as much of it as an AppView needs.
 *
 * @param isPublic whether anybody may read blobs
 * @param successor the hold that this one has moved to
 */
public record Captain(Optional<Did> owner, boolean isPublic, Optional<Did> successor) {
  /** Where the record is. */
  public static final RepoPath PATH = new RepoPath(Nsids.HOLD_CAPTAIN, RecordKey.SELF);

  /**
   * Reads the record.
   *
   * @throws UnusableRecordException if it names a successor that has no DID
   */
  public static Captain of(DataMap record) {
    Optional<String> successor = record.text("successor").filter(text -> !text.isBlank());
    return new Captain(
        record.text("owner").flatMap(Fields::did),
        record.bool("public").orElse(false),
        successor.map(
            text ->
                Fields.did(text)
                    .orElseThrow(() -> Fields.unusable(record, "whose successor is no DID"))));
  }
}
