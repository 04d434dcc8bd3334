package dev.orlop.appview.manifests;

import dev.orlop.appview.oci.OciError;
import dev.orlop.appview.oci.OciException;
import dev.orlop.atproto.xrpc.XrpcError;
import dev.orlop.atproto.xrpc.XrpcException;
import java.util.List;

/** What a client is told when the owner's PDS refuses a write. */
final class PdsRefusals {
  /** The account may do nothing there just now. */
  private static final List<XrpcError> AT_REST =
      List.of(
          XrpcError.ACCOUNT_TAKEDOWN,
          XrpcError.REPO_TAKENDOWN,
          XrpcError.REPO_SUSPENDED,
          XrpcError.REPO_DEACTIVATED);

  /** What is not to be had from the PDS of an account that is deactivated. */
  private static final String DEACTIVATED = "AccountDeactivated";

  private PdsRefusals() {}

  /** The refusal; what is about the session, or the server as such, does not get here. */
  static OciException of(XrpcException e) {
    return refusal(e).because(e);
  }

  private static OciException refusal(XrpcException e) {
    String said = "the account's server refuses: " + e.text();
    if (AT_REST.stream().anyMatch(e::is) || e.error().equals(DEACTIVATED)) {
      return OciError.DENIED.exception(said).with("reason", e.error());
    }
    if (e.is(XrpcError.INVALID_SIZE)) {
      return OciError.SIZE_INVALID.exception(said);
    }
    if (e.is(XrpcError.INVALID_MIME_TYPE)) {
      return OciError.MANIFEST_INVALID.exception(said);
    }
    return switch (e.status()) {
      case 401, 403 -> OciError.DENIED.exception(said).with("reason", e.error());
      case 413 ->
          OciError.MANIFEST_INVALID
              .exception("the manifest is larger than the account's server takes: " + e.text())
              .withStatus(413);
      default -> OciError.UNKNOWN.exception(said).withStatus(502).with("reason", e.error());
    };
  }
}
