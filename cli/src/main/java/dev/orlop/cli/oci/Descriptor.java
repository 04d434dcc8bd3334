package dev.orlop.cli.oci;

import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.car.cid.Digest;
import dev.orlop.car.cid.InvalidDigestException;
import java.util.Optional;

/**
 * Names content (image-spec, descriptor.md).
 *
 * @param size in bytes, not negative
 * @param refName the annotation {@code org.opencontainers.image.ref.name}: a tag, in a layout's
 *     index
 * @param external whether the content is offered elsewhere ({@code urls}), and so may be missing
 *     here
 */
public record Descriptor(
    String mediaType, Digest digest, long size, Optional<String> refName, boolean external) {
  /** The annotation that carries a tag. */
  public static final String REF_NAME = "org.opencontainers.image.ref.name";

  private static final int MAX_MEDIA_TYPE_CHARS = 255;

  /** Checks the bounds. */
  public Descriptor {
    if (mediaType.isEmpty() || mediaType.length() > MAX_MEDIA_TYPE_CHARS) {
      throw new OciFormatException("a media type of " + mediaType.length() + " characters");
    }
    if (size < 0) {
      throw new OciFormatException("a size of " + size);
    }
  }

  /** Content without annotations. */
  public static Descriptor of(String mediaType, Digest digest, long size) {
    return new Descriptor(mediaType, digest, size, Optional.empty(), false);
  }

  /** The same content under a tag. */
  public Descriptor named(String tag) {
    return new Descriptor(mediaType, digest, size, Optional.of(tag), external);
  }

  /**
   * Reads one out of JSON.
   *
   * @throws OciFormatException if a required field is missing or not acceptable
   */
  static Descriptor of(DataValue value) {
    if (!(value instanceof DataMap map)) {
      throw new OciFormatException("a descriptor is not an object");
    }
    String mediaType = required(map.text("mediaType"), "mediaType");
    String digest = required(map.text("digest"), "digest");
    long size = map.integer("size").orElseThrow(() -> missing("size"));
    Optional<String> refName = map.map("annotations").flatMap(all -> all.text(REF_NAME));
    boolean external = map.array("urls").filter(urls -> !urls.isEmpty()).isPresent();
    try {
      return new Descriptor(mediaType, Digest.parse(digest), size, refName, external);
    } catch (InvalidDigestException e) {
      throw new OciFormatException("a descriptor's digest: " + e.getMessage());
    }
  }

  /** As JSON, with what the hold and a layout need. */
  public DataMap toData() {
    DataMap.Builder map =
        DataMap.builder()
            .put("mediaType", mediaType)
            .put("digest", digest.toString())
            .put("size", size);
    refName.ifPresent(
        name -> map.put("annotations", DataMap.builder().put(REF_NAME, name).build()));
    return map.build();
  }

  private static String required(Optional<String> text, String field) {
    return text.orElseThrow(() -> missing(field));
  }

  private static OciFormatException missing(String field) {
    return new OciFormatException("a descriptor without " + field);
  }
}
