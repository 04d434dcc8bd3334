package dev.orlop.hold.pds.records;

import dev.orlop.atproto.syntax.AtUri;
import dev.orlop.atproto.syntax.Datetime;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.InvalidSyntaxException;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Digest;
import dev.orlop.car.cid.InvalidDigestException;
import dev.orlop.lexicons.Nsids;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * {@code io.atcr.hold.layer}: one blob that a pushed manifest uses, config or layer; or one image
 * of a pushed index.
 *
 * <p>Beyond the published fields it says {@code repository}, {@code role} and {@code artifact}:
 * what counts as a pull is found in these records, and nowhere else, so that it is never lost.
 *
 * @param size in bytes, as stored; zero of an image of an index, which is not stored here
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
    LAYER("layer"),
    /** No blob, but an image of the index that the manifest is: by this its child is known. */
    MANIFEST("manifest");

    private final String text;

    Role(String text) {
      this.text = text;
    }

    /** The role that a record names; those that we do not know are layers. */
    private static Role named(String text) {
      return Arrays.stream(values())
          .filter(role -> role.text.equals(text))
          .findFirst()
          .orElse(LAYER);
    }
  }

  /** The config of manifests that have none (image-spec, "Guidance for an Empty Descriptor"). */
  public static final String EMPTY_CONFIG = "application/vnd.oci.empty.v1+json";

  private static final Datetime EPOCH = Datetime.parse("1970-01-01T00:00:00Z");
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
    Role role =
        record
            .text("role")
            .map(Role::named)
            .orElse(CONFIG_TYPES.contains(mediaType) ? Role.CONFIG : Role.LAYER);
    return new LayerRecord(
        digest(record),
        Fields.count(record, "size"),
        mediaType,
        manifest(record),
        Fields.did(record, "userDid"),
        record.text("repository"),
        role,
        record.bool("artifact").orElse(mediaType.equals(EMPTY_CONFIG)),
        Fields.datetime(record, "createdAt").orElse(EPOCH));
  }

  /**
   * What is left of a record that {@link #of} refused: that somebody uses a blob, whoever it is.
   *
   * @param stand who stands for them
   * @return empty if not even a digest can be read
   */
  public static Optional<LayerRecord> nobodys(DataMap record, Did stand) {
    try {
      return Optional.of(
          new LayerRecord(
              digest(record),
              Fields.count(record, "size"),
              "",
              Optional.empty(),
              stand,
              Optional.empty(),
              Role.LAYER,
              false,
              EPOCH));
    } catch (MalformedRecordException e) {
      return Optional.empty();
    }
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

  /** The same of another repository. */
  public LayerRecord in(String other) {
    return new LayerRecord(
        digest, size, mediaType, manifest, userDid, Optional.of(other), role, artifact, createdAt);
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
