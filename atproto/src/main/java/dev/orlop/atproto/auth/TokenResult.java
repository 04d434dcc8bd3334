package dev.orlop.atproto.auth;

import dev.orlop.atproto.xrpc.XrpcError;
import dev.orlop.atproto.xrpc.XrpcException;

/** What came of checking a token. */
public sealed interface TokenResult {
  /** It is good for this call. */
  record Valid(ServiceToken token) implements TokenResult {}

  /**
   * It is not.
   *
   * @param error the error's name and status
   * @param message what was wrong; safe to show
   */
  record Refused(XrpcError error, String message) implements TokenResult {
    Refused(XrpcError error) {
      this(error, error.text());
    }
  }

  /**
   * The token, if it is good.
   *
   * @throws XrpcException with the refusal's name otherwise
   */
  default ServiceToken orThrow() {
    return switch (this) {
      case Valid(ServiceToken token) -> token;
      case Refused(XrpcError error, String message) -> throw error.exception(message);
    };
  }
}
