package dev.orlop.appview.oci;

import dev.orlop.car.cid.Digest;
import java.util.Optional;

/**
 * Names content (image-spec, descriptor.md).
 *
 * @param size in bytes, not negative
 * @param platform what it runs on, in an index
 * @param external whether the content is offered elsewhere ({@code urls}), and so may be missing
 *     here
 */
public record Descriptor(
    String mediaType, Digest digest, long size, Optional<Platform> platform, boolean external) {
  /**
   * What an image runs on.
   *
   * @param os such as {@code linux}
   * @param architecture such as {@code arm64}
   * @param variant such as {@code v8}
   */
  public record Platform(String os, String architecture, Optional<String> variant) {
    @Override
    public String toString() {
      return os + "/" + architecture + variant.map(v -> "/" + v).orElse("");
    }
  }

  /** Content of a kind, without more. */
  public static Descriptor of(String mediaType, Digest digest, long size) {
    return new Descriptor(mediaType, digest, size, Optional.empty(), false);
  }
}
