package dev.orlop.appview.token;

import dev.orlop.appview.oci.OciError;
import dev.orlop.appview.oci.OciException;
import dev.orlop.atproto.xrpc.XrpcConnectionException;
import dev.orlop.atproto.xrpc.XrpcException;
import java.net.URI;
import java.time.Duration;
import java.util.function.Supplier;

/** What is said when a PDS cannot be used just now. */
final class PdsFaults {
  private static final Duration PAUSE = Duration.ofSeconds(10);
  private static final Duration LONG_PAUSE = Duration.ofMinutes(1);

  private PdsFaults() {}

  /**
   * Makes a call.
   *
   * @throws XrpcException a refusal that is about the call
   * @throws OciException one that is about the server: it does not answer, fails, or has enough
   */
  static <T> T mapped(URI pds, Supplier<T> call) {
    try {
      return call.get();
    } catch (XrpcConnectionException e) {
      throw unavailable(pds).because(e);
    } catch (XrpcException e) {
      if (e.status() >= 500) {
        throw unavailable(pds).retryAfter(e.retryAfter().orElse(PAUSE)).because(e);
      }
      if (e.status() == 429) {
        throw OciError.TOOMANYREQUESTS
            .exception("the account's server " + pds.getAuthority() + " turns calls away for now")
            .retryAfter(e.retryAfter().orElse(LONG_PAUSE))
            .because(e);
      }
      throw e;
    }
  }

  static OciException unavailable(URI pds) {
    return OciError.UNAVAILABLE
        .exception("the account's server " + pds.getAuthority() + " cannot be used just now")
        .retryAfter(PAUSE);
  }
}
