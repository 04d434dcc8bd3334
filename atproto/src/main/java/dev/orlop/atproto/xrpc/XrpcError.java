package dev.orlop.atproto.xrpc;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Every error name that this program gives, with its HTTP status and what is said when there is
 * nothing better to say. Clients go by the name; names and most statuses are those of the reference
 * implementation and of the published lexicons.
 */
public enum XrpcError {
  // The protocol's own, one per status.
  INVALID_REQUEST("InvalidRequest", 400, "The request is not valid"),
  AUTHENTICATION_REQUIRED("AuthenticationRequired", 401, "Authentication is required"),
  FORBIDDEN("Forbidden", 403, "This is not allowed"),
  NOT_SUPPORTED("XRPCNotSupported", 404, "There is nothing here"),
  NOT_ACCEPTABLE("NotAcceptable", 406, "No acceptable form of the answer exists"),
  LENGTH_REQUIRED("LengthRequired", 411, "The length of the body must be given"),
  PAYLOAD_TOO_LARGE("PayloadTooLarge", 413, "The request body is too large"),
  UNSUPPORTED_MEDIA_TYPE("UnsupportedMediaType", 415, "The type of the body is not supported"),
  RANGE_NOT_SATISFIABLE("RangeNotSatisfiable", 416, "The range lies outside of the content"),
  UPGRADE_REQUIRED("UpgradeRequired", 426, "This method is a WebSocket"),
  RATE_LIMIT_EXCEEDED("RateLimitExceeded", 429, "Too many requests"),
  INTERNAL_SERVER_ERROR("InternalServerError", 500, "Internal Server Error"),
  METHOD_NOT_IMPLEMENTED("MethodNotImplemented", 501, "Method Not Implemented"),
  UPSTREAM_FAILURE("UpstreamFailure", 502, "Another server failed"),
  NOT_ENOUGH_RESOURCES("NotEnoughResources", 503, "Not enough resources, try again later"),
  UPSTREAM_TIMEOUT("UpstreamTimeout", 504, "Another server did not answer in time"),
  INSUFFICIENT_STORAGE("InsufficientStorage", 507, "There is not enough room"),

  // Who is calling.
  AUTH_MISSING("AuthMissing", 401, "Authentication Required"),
  AUTH_REQUIRED("AuthRequired", 401, "Authentication is required"),
  INVALID_TOKEN("InvalidToken", 400, "The token is not valid"),
  EXPIRED_TOKEN("ExpiredToken", 400, "The token has expired"),
  BAD_JWT("BadJwt", 401, "The token is malformed"),
  BAD_JWT_TYPE("BadJwtType", 401, "This type of token is not accepted here"),
  JWT_EXPIRED("JwtExpired", 401, "The token has expired"),
  BAD_JWT_AUDIENCE("BadJwtAudience", 401, "The token is meant for another service"),
  BAD_JWT_LEXICON_METHOD("BadJwtLexiconMethod", 401, "The token is meant for another method"),
  BAD_JWT_ISS("BadJwtIss", 401, "The token's issuer is not usable"),
  BAD_JWT_SIGNATURE("BadJwtSignature", 401, "The token's signature does not match"),
  JWT_REPLAYED("JwtReplayed", 401, "The token was used before and is good for one call"),

  // com.atproto.*
  REPO_NOT_FOUND("RepoNotFound", 400, "There is no such repository here"),
  REPO_TAKENDOWN("RepoTakendown", 400, "The repository was taken down"),
  REPO_SUSPENDED("RepoSuspended", 400, "The repository is suspended"),
  REPO_DEACTIVATED("RepoDeactivated", 400, "The repository is deactivated"),
  RECORD_NOT_FOUND("RecordNotFound", 400, "There is no such record"),
  RECORD_ALREADY_EXISTS("RecordAlreadyExists", 400, "There is such a record already"),
  BLOB_NOT_FOUND("BlobNotFound", 404, "There is no such blob"),
  INVALID_MIME_TYPE("InvalidMimeType", 400, "The blob is of another type"),
  INVALID_SIZE("InvalidSize", 400, "The blob has another size"),
  BLOCK_NOT_FOUND("BlockNotFound", 400, "There is no such block"),
  INVALID_SWAP("InvalidSwap", 400, "The repository has moved on"),
  HOST_NOT_FOUND("HostNotFound", 400, "That host is not known here"),
  HANDLE_NOT_FOUND("HandleNotFound", 400, "Unable to resolve handle"),
  DID_NOT_FOUND("DidNotFound", 400, "Unable to resolve DID"),
  BAD_EXPIRATION("BadExpiration", 400, "The expiration asked for is not allowed"),

  ACCOUNT_TAKEDOWN("AccountTakedown", 401, "The account was taken down"),
  ACCOUNT_NOT_FOUND("AccountNotFound", 400, "There is no such account here"),
  INVALID_HANDLE("InvalidHandle", 400, "The handle cannot be had"),
  INVALID_PASSWORD("InvalidPassword", 400, "The password is not acceptable"),
  INVALID_INVITE_CODE("InvalidInviteCode", 400, "The invite code is not good"),
  HANDLE_NOT_AVAILABLE("HandleNotAvailable", 400, "The handle is taken"),
  UNSUPPORTED_DOMAIN("UnsupportedDomain", 400, "This server gives out no handles of that domain"),
  UNRESOLVABLE_DID("UnresolvableDid", 400, "The DID cannot be looked up"),
  INCOMPATIBLE_DID_DOC("IncompatibleDidDoc", 400, "The DID document does not fit"),

  // io.atcr.hold.*
  INVALID_DIGEST("InvalidDigest", 400, "The digest is malformed or does not match"),
  BLOB_IN_USE("BlobInUse", 400, "A manifest names the blob"),
  INVALID_UPLOAD_ID("InvalidUploadId", 400, "There is no such upload"),
  INVALID_PART_NUMBER("InvalidPartNumber", 400, "The part number is not valid"),
  MISSING_PARTS("MissingParts", 400, "Parts are missing"),
  COMPLETION_FAILED("CompletionFailed", 500, "The upload could not be completed"),
  ABORT_FAILED("AbortFailed", 500, "The upload could not be aborted"),
  EXPIRED_URL("ExpiredUrl", 403, "This URL was good for a while, which is over"),
  INVALID_OPERATION("InvalidOperation", 400, "There is no such operation"),
  USER_MISMATCH("UserMismatch", 403, "The token belongs to another user"),
  QUOTA_EXCEEDED("QuotaExceeded", 403, "The quota is used up"),
  REGISTRATION_DISABLED("RegistrationDisabled", 403, "This hold takes on no crew by itself"),
  INVALID_USER_DID("InvalidUserDid", 400, "The user's DID is not valid");

  private static final Map<Integer, XrpcError> BY_STATUS = new HashMap<>();

  static {
    // The first of each status is the protocol's own.
    for (XrpcError error : values()) {
      BY_STATUS.putIfAbsent(error.status, error);
    }
  }

  private final String errorName;
  private final int status;
  private final String text;

  XrpcError(String errorName, int status, String text) {
    this.errorName = errorName;
    this.status = status;
    this.text = text;
  }

  /** The name as it stands in the answer, such as {@code InvalidRequest}. */
  public String errorName() {
    return errorName;
  }

  /** The HTTP status that goes with it. */
  public int status() {
    return status;
  }

  /** What is said when nothing more is known. */
  public String text() {
    return text;
  }

  /** An exception with the default text. */
  public XrpcException exception() {
    return new XrpcException(status, errorName, text);
  }

  /** An exception that says more; {@code message} is shown to the caller. */
  public XrpcException exception(String message) {
    return new XrpcException(status, errorName, message);
  }

  /** The protocol's default error for an HTTP status, if it has one. */
  public static Optional<XrpcError> ofStatus(int status) {
    return Optional.ofNullable(BY_STATUS.get(status));
  }
}
