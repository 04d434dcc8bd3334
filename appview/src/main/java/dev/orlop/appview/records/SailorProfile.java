package dev.orlop.appview.records;

import dev.orlop.atproto.syntax.Datetime;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.lexicons.Nsids;
import java.util.Optional;

/**
 * {@code io.atcr.sailor.profile}: what somebody who pushes images has chosen.
 *
 * @param defaultHold where new images go
 */
public record SailorProfile(
    Optional<HoldRef> defaultHold, Optional<Datetime> createdAt, Optional<Datetime> updatedAt) {
  /** Where the record is. */
  public static final RepoPath PATH = new RepoPath(Nsids.SAILOR_PROFILE, RecordKey.SELF);

  /**
   * Reads a record of either generation.
   *
   * @throws UnusableRecordException if it names a hold in a way that is not understood: images must
   *     not go elsewhere then
   */
  public static SailorProfile of(DataMap record) {
    Optional<String> hold = record.text("defaultHold").filter(text -> !text.isBlank());
    return new SailorProfile(
        hold.map(
            text ->
                HoldRef.parse(text)
                    .orElseThrow(
                        () -> Fields.unusable(record, "whose defaultHold is no DID and no URL"))),
        Fields.datetime(record, "createdAt"),
        Fields.datetime(record, "updatedAt"));
  }

  /** The record, of the newer generation. */
  public DataMap toData() {
    return DataMap.builder()
        .put("$type", Nsids.SAILOR_PROFILE.toString())
        .putIfPresent("defaultHold", defaultHold.flatMap(HoldRef::asDid))
        .putIfPresent("createdAt", createdAt)
        .putIfPresent("updatedAt", updatedAt)
        .build();
  }
}
