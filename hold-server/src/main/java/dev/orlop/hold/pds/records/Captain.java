package dev.orlop.hold.pds.records;

import dev.orlop.atproto.syntax.Datetime;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.lexicons.Nsids;
import java.util.Optional;

/**
 * {@code io.atcr.hold.captain}: who owns the hold, and on what terms it is run.
 *
 * @param isPublic whether anybody may read blobs
 * @param allowAllCrew whether any account may join the crew by itself
 * @param enableBlueskyPosts whether a push is posted about
 * @param successor the hold that this one has moved to
 */
public record Captain(
    Did owner,
    boolean isPublic,
    boolean allowAllCrew,
    boolean enableBlueskyPosts,
    Datetime deployedAt,
    Optional<String> region,
    Optional<Did> successor) {
  /** Where the record is. */
  public static final RepoPath PATH = new RepoPath(Nsids.HOLD_CAPTAIN, RecordKey.SELF);

  /**
   * Reads the record.
   *
   * @throws MalformedRecordException if the owner is missing or no DID
   */
  public static Captain of(DataMap record) {
    return new Captain(
        Fields.did(record, "owner"),
        Fields.bool(record, "public"),
        Fields.bool(record, "allowAllCrew"),
        Fields.bool(record, "enableBlueskyPosts"),
        Fields.datetime(record, "deployedAt").orElse(Datetime.parse("1970-01-01T00:00:00Z")),
        record.text("region"),
        Fields.optionalDid(record, "successor"));
  }

  /** The record. */
  public DataMap toData() {
    return DataMap.builder()
        .put("$type", Nsids.HOLD_CAPTAIN.toString())
        .put("owner", owner.toString())
        .put("public", isPublic)
        .put("allowAllCrew", allowAllCrew)
        .put("enableBlueskyPosts", enableBlueskyPosts)
        .put("deployedAt", deployedAt.toString())
        .putIfPresent("region", region)
        .putIfPresent("successor", successor)
        .build();
  }
}
