package dev.orlop.appview.hold;

import dev.orlop.appview.oci.OciError;
import dev.orlop.appview.oci.OciException;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.xrpc.XrpcError;
import dev.orlop.atproto.xrpc.XrpcException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a client is told when a hold refuses, or does not answer. */
final class HoldFaults {
  private static final Duration PAUSE = Duration.ofSeconds(10);

  private HoldFaults() {}

  /**
   * The refusal of a call.
   *
   * @param user in whose name it was made, if in anybody's
   * @param standing asked when the hold did not say what is missing
   */
  static OciException refusal(
      Hold hold, Optional<Did> user, Need need, XrpcException e, Standing standing) {
    OciException refusal = refusal(hold, user, need, e);
    boolean unexplained = e.status() == 403 && !e.details().containsKey("requiredPermission");
    if (refusal.error() == OciError.DENIED && unexplained && user.isPresent()) {
      Optional<String> reason = standing.shortOf(user.get(), need);
      if (reason.isPresent()) {
        return denied(hold, need, reason.get(), need.permission()).because(e);
      }
    }
    return refusal.because(e);
  }

  private static OciException refusal(Hold hold, Optional<Did> user, Need need, XrpcException e) {
    String said = "the hold " + hold + ": " + e.text();
    if (e.is(XrpcError.INVALID_DIGEST)) {
      return OciError.DIGEST_INVALID.exception(said);
    }
    if (e.is(XrpcError.INVALID_UPLOAD_ID)) {
      return OciError.BLOB_UPLOAD_UNKNOWN.exception(said);
    }
    if (e.is(XrpcError.QUOTA_EXCEEDED)) {
      OciException denied =
          OciError.DENIED.exception(said).with("hold", hold).with("reason", "quota");
      for (String name : List.of("used", "wanted", "limit", "tier")) {
        if (e.details().containsKey(name)) {
          denied = denied.with(name, e.details().get(name));
        }
      }
      return denied;
    }
    return switch (e.status()) {
      case 401 ->
          user.isEmpty()
              ? OciError.UNAUTHORIZED.exception(
                  "the hold " + hold + " lets its crew alone " + need.action())
              : OciError.DENIED.exception(said).with("hold", hold);
      case 403 ->
          denied(
              hold,
              need,
              e.details().getOrDefault("reason", e.text()),
              e.details().getOrDefault("requiredPermission", need.permission()));
      case 413 -> OciError.BLOB_UPLOAD_INVALID.exception(said).withStatus(413);
      case 429 -> OciError.TOOMANYREQUESTS.exception(said).retryAfter(pause(e));
      case 507 -> OciError.UNAVAILABLE.exception(said).withStatus(507);
      default ->
          e.status() >= 500
              ? unavailable(hold).retryAfter(pause(e))
              : OciError.UNKNOWN.exception(said).withStatus(502);
    };
  }

  private static OciException denied(Hold hold, Need need, String reason, String permission) {
    return OciError.DENIED
        .exception(
            "may not %s at the hold %s: %s; requires %s"
                .formatted(need.action(), hold, reason, permission))
        .with("hold", hold)
        .with("action", need.action())
        .with("reason", reason)
        .with("requiredPermission", permission);
  }

  private static Duration pause(XrpcException e) {
    return e.retryAfter().orElse(PAUSE);
  }

  /** The hold does not answer, or answers with nonsense. */
  static OciException unavailable(Hold hold) {
    return OciError.UNAVAILABLE
        .exception("the hold " + hold + " cannot be used just now")
        .retryAfter(PAUSE);
  }
}
