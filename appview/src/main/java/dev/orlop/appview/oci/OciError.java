package dev.orlop.appview.oci;

/**
 * The codes of a registry's errors (distribution-spec, "Error Codes"), each with the status it
 * usually has. The last two are not in the table of the specification, which is about answers of
 * 4XX; they are what other registries say with 5XX.
 */
public enum OciError {
  /** The blob is not in the repository. */
  BLOB_UNKNOWN(404, "blob unknown to registry"),
  /** The upload of a blob is not as it should be. */
  BLOB_UPLOAD_INVALID(400, "blob upload invalid"),
  /** No such upload, or not the caller's, or no more. */
  BLOB_UPLOAD_UNKNOWN(404, "blob upload unknown to registry"),
  /** No digest, or not the digest of the bytes. */
  DIGEST_INVALID(400, "provided digest did not match uploaded content"),
  /** A manifest names content that is not there. */
  MANIFEST_BLOB_UNKNOWN(400, "manifest references a manifest or blob unknown to registry"),
  /** No manifest. */
  MANIFEST_INVALID(400, "manifest invalid"),
  /** The manifest is not in the repository. */
  MANIFEST_UNKNOWN(404, "manifest unknown to registry"),
  /** No name of a repository. */
  NAME_INVALID(400, "invalid repository name"),
  /** Nobody and nothing of that name. */
  NAME_UNKNOWN(404, "repository name not known to registry"),
  /** A length is not that of the content. */
  SIZE_INVALID(400, "provided length did not match content length"),
  /** The caller must say who they are. */
  UNAUTHORIZED(401, "authentication required"),
  /** The caller may not. */
  DENIED(403, "requested access to the resource is denied"),
  /** The operation is not to be had. */
  UNSUPPORTED(405, "the operation is unsupported"),
  /** Too much at once. */
  TOOMANYREQUESTS(429, "too many requests"),
  /** Something that is needed for the answer is out of reach. */
  UNAVAILABLE(503, "service unavailable"),
  /** A fault of our own. */
  UNKNOWN(500, "unknown error");

  private final int status;
  private final String description;

  OciError(int status, String description) {
    this.status = status;
    this.description = description;
  }

  /** The HTTP status that usually goes with it. */
  public int status() {
    return status;
  }

  /** What the specification calls it. */
  public String description() {
    return description;
  }

  /** The exception that says so, in the words of the specification. */
  public OciException exception() {
    return new OciException(this, description);
  }

  /** The exception that says so, in other words. */
  public OciException exception(String message) {
    return new OciException(this, message);
  }
}
