package dev.orlop.hold.upload;

/** What came of beginning an upload. */
public sealed interface InitiateResult permits InitiateResult.Started, UploadRefused {
  /** Send parts. */
  record Started(UploadId id) implements InitiateResult {}
}
