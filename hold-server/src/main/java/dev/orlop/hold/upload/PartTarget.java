package dev.orlop.hold.upload;

import java.net.URI;

/** Whether a part may be sent, so that a URL for it may be signed. */
public sealed interface PartTarget permits PartTarget.Open, PartTarget.Elsewhere, UploadRefused {
  /** Send it here. */
  record Open(UploadId id, int partNumber) implements PartTarget {}

  /** PUT it to another server, by a URL that is good for that alone and for a short while. */
  record Elsewhere(URI url) implements PartTarget {}
}
