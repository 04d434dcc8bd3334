package dev.orlop.hold.upload;

/** Why an upload was refused: the name of the XRPC error and its HTTP status. */
public enum UploadError {
  /** No digest, or not the digest of the bytes. */
  INVALID_DIGEST("InvalidDigest", 400),
  /** No such upload, or not the caller's. */
  INVALID_UPLOAD_ID("InvalidUploadId", 400),
  /** Not from 1 to the greatest part number. */
  INVALID_PART_NUMBER("InvalidPartNumber", 400),
  /** A part is not there, or is another than the caller thinks, or the list is out of order. */
  MISSING_PARTS("MissingParts", 400),
  /** The body ended before its announced length. */
  INCOMPLETE_BODY("IncompleteBody", 400),
  /** The length of a part was not said, and must be. */
  LENGTH_REQUIRED("LengthRequired", 411),
  /** A part other than the last is below the least size. */
  PART_TOO_SMALL("PartTooSmall", 400),
  /** A part is above the greatest size. */
  PART_TOO_LARGE("PartTooLarge", 413),
  /** All parts together are above the greatest size of a blob. */
  BLOB_TOO_LARGE("BlobTooLarge", 413),
  /** The caller has too many open uploads, or too much in them. */
  TOO_MANY_UPLOADS("TooManyUploads", 429),
  /** The caller's quota has no room for it. */
  QUOTA_EXCEEDED("QuotaExceeded", 403),
  /** All open uploads together take what the hold gives them. */
  BUSY("UploadsFull", 503),
  /** The blob could not be stored; the upload is still there, trying again may help. */
  COMPLETION_FAILED("CompletionFailed", 503),
  /** The same, because there is no room left. */
  NO_ROOM("CompletionFailed", 507),
  /** The upload is being completed. */
  ABORT_FAILED("AbortFailed", 409);

  private final String wireName;
  private final int status;

  UploadError(String wireName, int status) {
    this.wireName = wireName;
    this.status = status;
  }

  /** The name in the answer's {@code error}. */
  public String wireName() {
    return wireName;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }
}
