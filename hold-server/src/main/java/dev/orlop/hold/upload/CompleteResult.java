package dev.orlop.hold.upload;

import dev.orlop.hold.blob.StoredBlob;

/** What came of completing an upload. */
public sealed interface CompleteResult permits CompleteResult.Completed, UploadRefused {
  /** The blob is durable and visible; also when it was so before. */
  record Completed(StoredBlob blob) implements CompleteResult {}
}
