package dev.orlop.cli.oci;

import dev.orlop.car.cbor.DataMap;

/** Finds the media type of a manifest of which only the bytes are known. */
public final class ManifestType {
  private ManifestType() {}

  /**
   * What the manifest calls itself; OCI lets it say nothing, then its fields tell.
   *
   * @throws OciFormatException if it is no manifest
   */
  public static String of(byte[] bytes) {
    DataMap json = Manifest.json(bytes, "the manifest");
    return json.text("mediaType")
        .orElseGet(
            () ->
                json.has("manifests")
                    ? "application/vnd.oci.image.index.v1+json"
                    : "application/vnd.oci.image.manifest.v1+json");
  }
}
