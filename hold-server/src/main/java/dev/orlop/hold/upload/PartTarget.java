package dev.orlop.hold.upload;

/** Whether a part may be sent, so that a URL for it may be signed. */
public sealed interface PartTarget permits PartTarget.Open, UploadRefused {
  /** Send it. */
  record Open(UploadId id, int partNumber) implements PartTarget {}
}
