package dev.orlop.cli.transfer;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cid.Digest;
import dev.orlop.cli.oci.Descriptor;
import dev.orlop.cli.oci.ManifestSource;
import dev.orlop.cli.oci.ManifestType;
import dev.orlop.cli.oci.OciFormatException;
import dev.orlop.cli.oci.OciLimits;
import java.io.IOException;
import java.util.Optional;

/** Reads manifests out of a hold; names no repository, so that nothing is counted. */
final class ManifestFetcher implements ManifestSource {
  private final ImageHold hold;
  private final Did owner;

  ManifestFetcher(ImageHold hold, Did owner) {
    this.hold = hold;
    this.owner = owner;
  }

  @Override
  public byte[] read(Descriptor descriptor, int maxBytes) throws IOException {
    return read(hold, owner, descriptor.digest(), maxBytes);
  }

  /** The descriptor of a manifest of which only the digest is known. */
  static Descriptor root(ImageHold hold, PullEngine.Pull pull, OciLimits limits)
      throws IOException {
    byte[] bytes = read(hold, pull.owner(), pull.root(), limits.maxManifestBytes());
    if (!Digest.hash(pull.root().algorithm(), bytes).equals(pull.root())) {
      throw new OciFormatException("the hold's content for " + pull.root() + " has another digest");
    }
    return Descriptor.of(ManifestType.of(bytes), pull.root(), bytes.length);
  }

  private static byte[] read(ImageHold hold, Did owner, Digest digest, int maxBytes)
      throws IOException {
    try (ImageHold.Body body = hold.open(owner, digest, Optional.empty(), 0)) {
      byte[] bytes = body.stream().readNBytes(maxBytes + 1);
      if (bytes.length > maxBytes) {
        throw new OciFormatException(digest + " exceeds the " + maxBytes + " bytes of a manifest");
      }
      return bytes;
    }
  }
}
