package dev.orlop.hold.upload;

/** What came of giving an upload up. */
public sealed interface AbortResult permits AbortResult.Aborted, UploadRefused {
  /** Nothing is left of it. */
  record Aborted(UploadId id) implements AbortResult {}
}
