package dev.orlop.hold.pds.records;

import dev.orlop.atproto.syntax.Datetime;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Base32;
import dev.orlop.car.cid.Sha256;
import dev.orlop.lexicons.Nsids;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * {@code io.atcr.hold.stats}: how often one repository was pulled and pushed here.
 *
 * @param owner whose repository it is
 * @param pullCount images downloaded
 * @param pushCount manifests pushed
 * @param artifactPullCount downloads of what is no image: signatures, attestations
 */
public record StatsRecord(
    Did owner,
    String repository,
    long pullCount,
    long pushCount,
    long artifactPullCount,
    Optional<Datetime> lastPull,
    Optional<Datetime> lastPush,
    Datetime createdAt,
    Datetime updatedAt) {
  private static final int KEY_BYTES = 16;

  /** The record of a repository that nothing has happened to yet. */
  public static StatsRecord begin(Did owner, String repository, Datetime now) {
    return new StatsRecord(
        owner, repository, 0, 0, 0, Optional.empty(), Optional.empty(), now, now);
  }

  /** Where the record is: base32 of the first half of SHA-256 of owner, slash, repository. */
  public static RepoPath path(Did owner, String repository) {
    byte[] hash = Sha256.hash((owner + "/" + repository).getBytes(StandardCharsets.UTF_8));
    return new RepoPath(
        Nsids.HOLD_STATS, RecordKey.parse(Base32.encode(Arrays.copyOf(hash, KEY_BYTES))));
  }

  /**
   * Reads the record; {@code did} stands for {@code ownerDid} in an older form.
   *
   * @throws MalformedRecordException if owner or repository are missing
   */
  public static StatsRecord of(DataMap record) {
    Datetime updated =
        Fields.datetime(record, "updatedAt").orElse(Datetime.parse("1970-01-01T00:00:00Z"));
    return new StatsRecord(
        Fields.did(record, record.has("ownerDid") ? "ownerDid" : "did"),
        Fields.text(record, "repository"),
        Fields.count(record, "pullCount"),
        Fields.count(record, "pushCount"),
        Fields.count(record, "artifactPullCount"),
        Fields.datetime(record, "lastPull"),
        Fields.datetime(record, "lastPush"),
        Fields.datetime(record, "createdAt").orElse(updated),
        updated);
  }

  /**
   * The same after some more pulls, the last of them at {@code last}; which may be before the last
   * of those that were added earlier.
   */
  public StatsRecord plusPulls(long pulls, long artifactPulls, Datetime last, Datetime now) {
    return new StatsRecord(
        owner,
        repository,
        pullCount + pulls,
        pushCount,
        artifactPullCount + artifactPulls,
        lastPull
            .filter(known -> known.instant().isAfter(last.instant()))
            .or(() -> Optional.of(last)),
        lastPush,
        createdAt,
        now);
  }

  /** The same after one more push. */
  public StatsRecord plusPush(Datetime now) {
    return new StatsRecord(
        owner,
        repository,
        pullCount,
        pushCount + 1,
        artifactPullCount,
        lastPull,
        Optional.of(now),
        createdAt,
        now);
  }

  /** The record. */
  public DataMap toData() {
    DataMap.Builder builder =
        DataMap.builder()
            .put("$type", Nsids.HOLD_STATS.toString())
            .put("ownerDid", owner.toString())
            .put("repository", repository)
            .put("pullCount", pullCount)
            .put("pushCount", pushCount)
            .putIfPresent("lastPull", lastPull)
            .putIfPresent("lastPush", lastPush)
            .put("createdAt", createdAt.toString())
            .put("updatedAt", updatedAt.toString());
    if (artifactPullCount > 0) {
      builder.put("artifactPullCount", artifactPullCount);
    }
    return builder.build();
  }
}
