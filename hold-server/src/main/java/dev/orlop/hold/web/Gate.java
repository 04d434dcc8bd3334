package dev.orlop.hold.web;

import dev.orlop.atproto.auth.ServiceTokenVerifier;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.atproto.xrpc.XrpcCall;
import dev.orlop.atproto.xrpc.XrpcError;
import dev.orlop.hold.access.AccessDecision;
import dev.orlop.hold.access.AccessPolicy;
import dev.orlop.hold.access.Action;
import dev.orlop.hold.access.Caller;
import java.util.Optional;

/** Who calls, and whether they may. Every method that is not open to all goes through here. */
final class Gate {
  private final ServiceTokenVerifier tokens;
  private final AccessPolicy policy;

  Gate(ServiceTokenVerifier tokens, AccessPolicy policy) {
    this.tokens = tokens;
    this.policy = policy;
  }

  /** Who calls: nobody in particular without a token. A token that is presented must be good. */
  Caller caller(XrpcCall call, Nsid method) {
    Optional<String> token = call.bearerToken();
    return token.isEmpty()
        ? Caller.ANONYMOUS
        : new Caller.Authenticated(tokens.verify(token.get(), method).orThrow().issuer());
  }

  /** Who calls; there must be somebody. What they may do is decided later. */
  Caller require(XrpcCall call, Nsid method) {
    Caller caller = caller(call, method);
    account(caller);
    return caller;
  }

  /** Lets the caller pass for {@code action}, or refuses. */
  Caller require(XrpcCall call, Nsid method, Action action) {
    Caller caller = caller(call, method);
    require(caller, action);
    return caller;
  }

  /** The same where a caller without a name cannot be let pass. */
  Did requireAccount(XrpcCall call, Nsid method, Action action) {
    Caller caller = caller(call, method);
    require(caller, action);
    return account(caller);
  }

  /** The account that calls; there must be one. */
  static Did account(Caller caller) {
    return switch (caller) {
      case Caller.Authenticated(Did did) -> did;
      case Caller.Anonymous _ -> throw XrpcError.AUTH_MISSING.exception();
    };
  }

  /** Lets {@code caller} pass for {@code action}, or refuses. */
  void require(Caller caller, Action action) {
    switch (policy.decide(caller, action)) {
      case AccessDecision.Allowed _ -> {
        // Go on.
      }
      case AccessDecision.Refused refused -> throw refusal(refused);
    }
  }

  /** How a decision against the caller is told. */
  static RuntimeException refusal(AccessDecision.Refused refused) {
    XrpcError error =
        switch (refused.reason()) {
          case NOT_SIGNED_IN -> XrpcError.AUTH_MISSING;
          case NOT_CREW, NOT_PERMITTED -> XrpcError.FORBIDDEN;
        };
    return error
        .exception(refused.message())
        .withDetail("action", refused.action().toString())
        .withDetail("reason", refused.reason().toString())
        .withDetail("requiredPermission", refused.required().toString());
  }
}
