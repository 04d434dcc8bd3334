package dev.orlop.hold.pds.records;

import dev.orlop.atproto.syntax.AtUri;
import dev.orlop.atproto.syntax.Datetime;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.InvalidSyntaxException;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Digest;
import dev.orlop.car.cid.InvalidDigestException;
import dev.orlop.lexicons.Nsids;
import java.util.Optional;
import java.util.Set;

/**
 * {@code io.atcr.hold.layer}: one blob that a pushed manifest uses, config or layer.
 *
 * <p>Beyond the published fields it says {@code repository}, {@code role} and {@code artifact}:
 * what counts as a pull is found in these records, and nowhere else, so that it is never lost.
 *
 * @param size in bytes, as stored
 * @param manifest that uses it; empty in the older form
 * @param repository of the manifest; empty in records of other holds
 * @param artifact whether the manifest says something about another one, rather than being an image
 */
public record LayerRecord(
    Digest digest,
    long size,
    String mediaType,
    Optional<AtUri> manifest,
    Did userDid,
    Optional<String> repository,
    Role role,
    boolean artifact,
    Datetime createdAt) {
  /** What the blob is to its manifest. */
  public enum Role {
    /** Fetched once for each download. */
    CONFIG("config"),
    /** Any other blob. */
    LAYER("layer");

    private final String text;

    Role(String text) {
      this.text = text;
    }
  }

  /** The config of manifests that have none (image-spec, "Guidance for an Empty Descriptor"). */
  public static final String EMPTY_CONFIG = "application/vnd.oci.empty.v1+json";

  private static final Set<String> CONFIG_TYPES =
      Set.of(
          "application/vnd.oci.image.config.v1+json",
          "application/vnd.docker.container.image.v1+json",
          EMPTY_CONFIG);

  /**
   * Reads the record. Where it does not tell the role, the media type does.
   *
   * @throws MalformedRecordException if the digest or its user are missing or malformed
   */
  public static LayerRecord of(DataMap record) {
    String mediaType = record.text("mediaType").orElse("");
    Optional<String> role = record.text("role");
    boolean isConfig =
        role.isPresent() ? role.get().equals(Role.CONFIG.text) : CONFIG_TYPES.contains(mediaType);
    return new LayerRecord(
        digest(record),
        Fields.count(record, "size"),
        mediaType,
        manifest(record),
        Fields.did(record, "userDid"),
        record.text("repository"),
        isConfig ? Role.CONFIG : Role.LAYER,
        record.bool("artifact").orElse(mediaType.equals(EMPTY_CONFIG)),
        Fields.datetime(record, "createdAt").orElse(Datetime.parse("1970-01-01T00:00:00Z")));
  }

  private static Digest digest(DataMap record) {
    try {
      return Digest.parse(Fields.text(record, "digest"));
    } catch (InvalidDigestException e) {
      throw new MalformedRecordException("digest is none: " + e.getMessage());
    }
  }

  private static Optional<AtUri> manifest(DataMap record) {
    try {
      return record.text("manifest").map(AtUri::parse);
    } catch (InvalidSyntaxException e) {
      throw new MalformedRecordException("manifest is no AT URI: " + e.getMessage());
    }
  }

  /** The record. */
  public DataMap toData() {
    DataMap.Builder builder =
        DataMap.builder()
            .put("$type", Nsids.HOLD_LAYER.toString())
            .put("digest", digest.toString())
            .put("size", size)
            .put("mediaType", mediaType)
            .putIfPresent("manifest", manifest)
            .put("userDid", userDid.toString())
            .putIfPresent("repository", repository)
            .put("role", role.text)
            .put("createdAt", createdAt.toString());
    if (artifact) {
      builder.put("artifact", true);
    }
    return builder.build();
  }
}
