package dev.orlop.appview.oci;

import dev.orlop.appview.oci.Descriptor.Platform;
import dev.orlop.appview.oci.ManifestFields.Read;
import dev.orlop.car.cid.Digest;
import dev.orlop.car.cid.InvalidDigestException;
import java.util.Optional;

/** What stands in a descriptor, before it is one. */
final class DescriptorFields {
  private static final int MAX_PLATFORM_CHARS = 64;

  String mediaType = "";
  String digest = "";
  long size = -1;
  boolean external;
  String os = "";
  String architecture = "";
  String variant = "";

  Read read() {
    if (!MediaTypes.isMediaType(mediaType)) {
      return new Read.Bad("a descriptor without a media type");
    }
    if (size < 0) {
      return new Read.Bad("a descriptor without a size");
    }
    try {
      return new Read.Good(
          new Descriptor(mediaType, Digest.parse(digest), size, platform(), external));
    } catch (InvalidDigestException e) {
      return new Read.Bad("a descriptor's digest: " + e.getMessage());
    }
  }

  private Optional<Platform> platform() {
    boolean shown =
        !os.isEmpty()
            && !architecture.isEmpty()
            && os.length() + architecture.length() + variant.length() <= MAX_PLATFORM_CHARS;
    return shown
        ? Optional.of(
            new Platform(
                os, architecture, variant.isEmpty() ? Optional.empty() : Optional.of(variant)))
        : Optional.empty();
  }
}
