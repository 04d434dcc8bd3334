package dev.orlop.hold.upload;

/** What came of sending a part. */
public sealed interface PartResult permits PartResult.Stored, UploadRefused {
  /**
   * It is there.
   *
   * @param etag in quotes, as it stands in the header
   * @param size in bytes
   */
  record Stored(String etag, long size) implements PartResult {}
}
