package dev.orlop.appview.records;

import dev.orlop.atproto.syntax.Datetime;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cbor.DataMap;
import java.util.Optional;

/**
 * {@code io.atcr.hold}: a hold, as its owner announced it before holds had records of their own.
 * Read, and no longer written.
 *
 * @param owner if the record says so, and as it says
 */
public record LegacyHold(HoldRef hold, Optional<Did> owner, Optional<Datetime> createdAt) {
  /**
   * Reads the record.
   *
   * @throws UnusableRecordException without an endpoint
   */
  public static LegacyHold of(DataMap record) {
    return new LegacyHold(
        HoldRef.parse(Fields.text(record, "endpoint"))
            .orElseThrow(() -> Fields.unusable(record, "whose endpoint is no URL")),
        record.text("owner").flatMap(Fields::did),
        Fields.datetime(record, "createdAt"));
  }
}
