package dev.orlop.appview.oci;

import dev.orlop.car.cid.Digest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A manifest, read.
 *
 * @param mediaType what it was pushed as
 * @param digest of the bytes
 * @param config of an image
 * @param layers of an image, blobs of an artifact
 * @param children of an index
 * @param subject what it says something about; need not be there
 * @param artifactType its own, or else the media type of an image's config
 * @param annotations by their keys
 * @param bytes exactly as they came; not to be changed
 */
public record Manifest(
    String mediaType,
    Digest digest,
    Optional<Descriptor> config,
    List<Descriptor> layers,
    List<Descriptor> children,
    Optional<Descriptor> subject,
    Optional<String> artifactType,
    Map<String, String> annotations,
    byte[] bytes) {
  /**
   * The largest manifest, in bytes: the specification asks for 4 MB, whichever megabytes those are,
   * and a little above leaves no doubt.
   */
  public static final int MAX_BYTES = (4 << 20) + (64 << 10);

  /** Copies the collections. */
  public Manifest {
    layers = List.copyOf(layers);
    children = List.copyOf(children);
    annotations = Map.copyOf(annotations);
  }

  /**
   * Reads a manifest.
   *
   * @param contentType what the client calls it, without parameters; if nothing, the manifest's own
   *     word counts, and else its fields
   * @param algorithm of the digest by which it shall be known
   * @param bytes kept, not to be changed any more
   * @throws OciException MANIFEST_INVALID if it is none, with status 413 if it is too large
   */
  public static Manifest parse(
      Optional<String> contentType, Digest.Algorithm algorithm, byte[] bytes) {
    if (bytes.length > MAX_BYTES) {
      throw tooLarge();
    }
    ManifestFields fields = ManifestReader.read(bytes);
    String mediaType = mediaType(contentType, fields);
    fields.check(mediaType);
    return new Manifest(
        mediaType,
        Digest.hash(algorithm, bytes),
        fields.config(),
        fields.layers(),
        fields.children(),
        fields.subject(),
        artifactType(mediaType, fields),
        fields.annotations,
        bytes);
  }

  /** What is said to a manifest above {@link #MAX_BYTES}. */
  public static OciException tooLarge() {
    return OciError.MANIFEST_INVALID
        .exception("the manifest is larger than " + MAX_BYTES + " bytes")
        .withStatus(413);
  }

  private static String mediaType(Optional<String> contentType, ManifestFields fields) {
    String own = fields.mediaType;
    if (contentType.isPresent() && !own.isEmpty() && !own.equals(contentType.get())) {
      throw OciError.MANIFEST_INVALID
          .exception("the manifest is pushed as one media type and calls itself another")
          .with("contentType", Texts.shown(contentType.get()))
          .with("mediaType", Texts.shown(own));
    }
    String type = contentType.orElse(own.isEmpty() ? fields.guessedType() : own);
    if (!MediaTypes.isMediaType(type)) {
      throw OciError.MANIFEST_INVALID.exception("not a media type").with("mediaType", type);
    }
    return type;
  }

  private static Optional<String> artifactType(String mediaType, ManifestFields fields) {
    if (!fields.artifactType.isEmpty()) {
      return Optional.of(fields.artifactType);
    }
    boolean index =
        MediaTypes.OCI_INDEX.equals(mediaType) || MediaTypes.DOCKER_LIST.equals(mediaType);
    return index ? Optional.empty() : fields.config().map(Descriptor::mediaType);
  }
}
