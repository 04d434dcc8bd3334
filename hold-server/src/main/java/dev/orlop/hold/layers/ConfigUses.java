package dev.orlop.hold.layers;

/**
 * How many manifests of one repository have a blob for their config.
 *
 * @param images that are images
 * @param artifacts that say something about another manifest
 */
public record ConfigUses(int images, int artifacts) {
  static final ConfigUses NONE = new ConfigUses(0, 0);

  ConfigUses plus(boolean artifact, int count) {
    return artifact
        ? new ConfigUses(images, artifacts + count)
        : new ConfigUses(images + count, artifacts);
  }

  boolean isNone() {
    return images <= 0 && artifacts <= 0;
  }
}
