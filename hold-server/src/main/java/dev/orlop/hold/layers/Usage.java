package dev.orlop.hold.layers;

/**
 * What somebody uses, each blob once however many manifests share it.
 *
 * @param bytes of all of them
 */
public record Usage(long blobs, long bytes) {
  /** Nothing. */
  public static final Usage NONE = new Usage(0, 0);
}
