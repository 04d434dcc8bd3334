package dev.orlop.cli.oci;

import dev.orlop.atproto.data.DataJson;
import dev.orlop.atproto.data.InvalidJsonException;
import dev.orlop.atproto.data.JsonLimits;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A manifest, read.
 *
 * @param self what names it
 * @param config of an image; absent in an index
 * @param layers of an image
 * @param manifests of an index
 * @param subject what an artifact, such as a signature, says something about
 * @param bytes exactly as they came; not to be changed
 */
public record Manifest(
    Descriptor self,
    boolean isIndex,
    Optional<Descriptor> config,
    List<Descriptor> layers,
    List<Descriptor> manifests,
    Optional<Descriptor> subject,
    byte[] bytes) {
  private static final Set<String> INDEX_TYPES =
      Set.of(
          "application/vnd.oci.image.index.v1+json",
          "application/vnd.docker.distribution.manifest.list.v2+json");
  private static final Set<String> IMAGE_TYPES =
      Set.of(
          "application/vnd.oci.image.manifest.v1+json",
          "application/vnd.docker.distribution.manifest.v2+json");
  private static final int MAX_DEPTH = 16;
  private static final int MAX_ITEMS = 100_000;

  /**
   * Reads a manifest whose digest has been checked.
   *
   * @param self the descriptor that led here; its media type must be that of the manifest
   * @throws OciFormatException if it is none, or claims to be both image and index
   */
  static Manifest parse(Descriptor self, byte[] bytes) {
    DataMap json = json(bytes, "manifest " + self.digest());
    json.text("mediaType")
        .filter(own -> !own.equals(self.mediaType()))
        .ifPresent(
            own -> {
              throw fault(self, "calls itself " + own + ", its descriptor " + self.mediaType());
            });
    if (json.integer("schemaVersion").orElse(0) != 2) {
      throw fault(self, "is not of schema version 2");
    }
    if (INDEX_TYPES.contains(self.mediaType())) {
      if (json.has("layers") || json.has("config")) {
        throw fault(self, "is an index, but has layers or a config");
      }
      List<Descriptor> children = descriptors(json, "manifests");
      return new Manifest(self, true, Optional.empty(), List.of(), children, subject(json), bytes);
    }
    if (!IMAGE_TYPES.contains(self.mediaType())) {
      throw fault(self, "has the unknown media type " + self.mediaType());
    }
    if (json.has("manifests")) {
      throw fault(self, "is an image, but has manifests");
    }
    DataValue config = json.get("config");
    if (config == null) {
      throw fault(self, "has no config");
    }
    return new Manifest(
        self,
        false,
        Optional.of(Descriptor.of(config)),
        descriptors(json, "layers"),
        List.of(),
        subject(json),
        bytes);
  }

  /** What the hold is told of it (io.atcr.hold.notifyManifest, field {@code manifest}). */
  public DataMap summary() {
    DataMap.Builder map = DataMap.builder().put("mediaType", self.mediaType());
    if (isIndex) {
      map.put("manifests", manifests.stream().map(Descriptor::toData).toList());
    } else {
      config.ifPresent(descriptor -> map.put("config", descriptor.toData()));
      map.put("layers", layers.stream().map(Descriptor::toData).toList());
    }
    subject.ifPresent(descriptor -> map.put("subject", descriptor.toData()));
    return map.build();
  }

  private static Optional<Descriptor> subject(DataMap json) {
    return Optional.ofNullable(json.get("subject")).map(Descriptor::of);
  }

  /** Parses JSON within the bounds of a manifest. */
  static DataMap json(byte[] bytes, String what) {
    try {
      DataValue value =
          DataJson.parseValue(
              bytes, new JsonLimits(Math.max(bytes.length, 1), MAX_DEPTH, MAX_ITEMS));
      if (value instanceof DataMap map) {
        return map;
      }
      throw new OciFormatException(what + " is not a JSON object");
    } catch (InvalidJsonException e) {
      throw new OciFormatException(what + " is not JSON: " + e.getMessage());
    }
  }

  /** The descriptors in an array; an absent array is an empty one. */
  static List<Descriptor> descriptors(DataMap json, String field) {
    if (!json.has(field)) {
      return List.of();
    }
    return json
        .array(field)
        .orElseThrow(() -> new OciFormatException(field + " is not an array"))
        .stream()
        .map(Descriptor::of)
        .toList();
  }

  private static OciFormatException fault(Descriptor self, String what) {
    return new OciFormatException("manifest " + self.digest() + " " + what);
  }
}
