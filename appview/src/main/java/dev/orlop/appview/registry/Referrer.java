package dev.orlop.appview.registry;

import dev.orlop.appview.oci.Manifest;
import dev.orlop.car.cid.Digest;
import java.util.Map;
import java.util.Optional;

/**
 * A manifest that says something about another.
 *
 * @param size in bytes
 * @param artifactType as {@link Manifest#artifactType} has it
 * @param annotations all of the manifest's
 */
public record Referrer(
    String mediaType,
    Digest digest,
    long size,
    Optional<String> artifactType,
    Map<String, String> annotations) {
  /** Copies the annotations. */
  public Referrer {
    annotations = Map.copyOf(annotations);
  }

  /** What a manifest looks like from its subject. */
  public static Referrer of(Manifest manifest) {
    return new Referrer(
        manifest.mediaType(),
        manifest.digest(),
        manifest.bytes().length,
        manifest.artifactType(),
        manifest.annotations());
  }
}
