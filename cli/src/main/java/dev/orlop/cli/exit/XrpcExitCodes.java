package dev.orlop.cli.exit;

import dev.orlop.atproto.xrpc.XrpcException;
import java.util.Set;

/**
 * Which exit code a hold's refusal means: by the error's name, and by the status where it has none.
 */
final class XrpcExitCodes {
  private static final Set<String> NOT_FOUND =
      Set.of(
          "RepoNotFound",
          "RecordNotFound",
          "BlobNotFound",
          "BlockNotFound",
          "HeadNotFound",
          "HandleNotFound",
          "AccountNotFound",
          "DidNotFound",
          "NotFound",
          "NotCrew",
          "InvalidTier");
  private static final Set<String> DENIED =
      Set.of(
          "AuthRequired", "AuthMissing", "UserMismatch", "RegistrationDisabled", "QuotaExceeded");
  private static final Set<String> CONFLICT =
      Set.of("InvalidSwap", "HandleNotAvailable", "RecordAlreadyExists", "InvalidUploadId");
  private static final Set<String> VERIFICATION = Set.of("InvalidDigest", "DigestMismatch");

  private XrpcExitCodes() {}

  static ExitCode of(XrpcException refusal) {
    String error = refusal.error();
    if (NOT_FOUND.contains(error)) {
      return ExitCode.NOT_FOUND;
    }
    if (DENIED.contains(error)) {
      return ExitCode.DENIED;
    }
    if (CONFLICT.contains(error)) {
      return ExitCode.CONFLICT;
    }
    if (VERIFICATION.contains(error)) {
      return ExitCode.VERIFICATION_FAILED;
    }
    return switch (refusal.status()) {
      case 401, 403 -> ExitCode.DENIED;
      case 404, 410 -> ExitCode.NOT_FOUND;
      case 409, 412 -> ExitCode.CONFLICT;
      case 408, 429, 502, 503, 504, 507 -> ExitCode.UNAVAILABLE;
      default -> ExitCode.FAILURE;
    };
  }
}
