package dev.orlop.cli.oci;

/**
 * How much of an image we are ready to look at.
 *
 * @param maxIndexBytes of a layout's index.json
 * @param maxManifestBytes of a manifest; the distribution specification asks registries to take 4
 *     MiB
 * @param maxDepth of indexes within indexes
 * @param maxManifests below one root, itself included
 * @param maxBlobs that all manifests of one root name together
 */
public record OciLimits(
    int maxIndexBytes, int maxManifestBytes, int maxDepth, int maxManifests, int maxBlobs) {
  /** Far above what is in use. */
  public static final OciLimits DEFAULT = new OciLimits(4 << 20, 4 << 20, 8, 1_000, 20_000);
}
