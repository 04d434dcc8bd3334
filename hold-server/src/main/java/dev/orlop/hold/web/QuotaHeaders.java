package dev.orlop.hold.web;

import dev.orlop.atproto.xrpc.XrpcCall;
import dev.orlop.atproto.xrpc.XrpcError;
import dev.orlop.hold.quota.Standing;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;

/** How callers are told of their quota. */
final class QuotaHeaders {
  private static final HeaderName WARNING = HeaderNames.create("Warning");

  private QuotaHeaders() {}

  /**
   * Warns whoever uses most of their quota, in the form of RFC 7234 and of the OCI's registries: a
   * code for what stays so, nobody in particular, and text.
   */
  static void warn(XrpcCall call, Standing standing) {
    standing
        .warning()
        .ifPresent(text -> call.header(WARNING, "299 - \"" + text.replace("\"", "'") + "\""));
  }

  /** Refuses what would go beyond the quota. */
  static RuntimeException refusal(Standing standing, long more) {
    var refusal =
        XrpcError.QUOTA_EXCEEDED
            .exception(standing.refusal(more))
            .withDetail("used", Long.toString(standing.used().bytes()))
            .withDetail("wanted", Long.toString(more));
    if (standing.limit().isPresent()) {
      refusal = refusal.withDetail("limit", Long.toString(standing.limit().getAsLong()));
    }
    return standing.tier().isPresent()
        ? refusal.withDetail("tier", standing.tier().get())
        : refusal;
  }
}
