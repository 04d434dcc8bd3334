package dev.orlop.hold.web;

import dev.orlop.atproto.auth.ServiceToken;
import dev.orlop.atproto.auth.ServiceTokenVerifier;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.atproto.xrpc.XrpcCall;
import dev.orlop.atproto.xrpc.XrpcError;
import dev.orlop.hold.access.AccessDecision;
import dev.orlop.hold.access.AccessPolicy;
import dev.orlop.hold.access.Action;
import dev.orlop.hold.access.Caller;
import dev.orlop.hold.pds.accounts.Account;
import dev.orlop.hold.pds.accounts.AccountStatus;
import dev.orlop.hold.pds.accounts.Hosting;
import dev.orlop.hold.pds.accounts.Scope;
import dev.orlop.hold.pds.accounts.SessionTokens;
import dev.orlop.hold.pds.accounts.SessionTokens.Checked;
import java.util.Optional;

/** Who calls, and whether they may. Every method that is not open to all goes through here. */
final class Gate {
  private final ServiceTokenVerifier tokens;
  private final Hosting hosting;
  private final AccessPolicy policy;

  Gate(ServiceTokenVerifier tokens, Hosting hosting, AccessPolicy policy) {
    this.tokens = tokens;
    this.hosting = hosting;
    this.policy = policy;
  }

  /** Who calls: nobody in particular without a token. A token that is presented must be good. */
  Caller caller(XrpcCall call, Nsid method) {
    Optional<String> token = call.bearerToken();
    if (token.isEmpty()) {
      return Caller.ANONYMOUS;
    }
    if (SessionTokens.isOfSession(token.get())) {
      InSession session = session(token.get());
      if (session.account().status() == AccountStatus.TAKENDOWN) {
        throw XrpcError.ACCOUNT_TAKEDOWN.exception();
      }
      return session.caller();
    }
    return new Caller.Authenticated(tokens.verify(token.get(), method).orThrow().issuer());
  }

  /** An account that is signed in here, however it stands. */
  record InSession(Account account, Scope scope) {
    Caller.SignedIn caller() {
      return new Caller.SignedIn(account.did(), scope.managesAccount());
    }
  }

  /** Who is signed in; there must be somebody, who may have been taken down. */
  InSession requireSession(XrpcCall call) {
    Optional<InSession> session = optionalSession(call);
    if (session.isPresent()) {
      return session.get();
    }
    throw call.bearerToken().isEmpty()
        ? XrpcError.AUTH_MISSING.exception()
        : XrpcError.INVALID_TOKEN.exception("This is for sessions of this server");
  }

  /** Who is signed in, if somebody is. */
  Optional<InSession> optionalSession(XrpcCall call) {
    return call.bearerToken().filter(SessionTokens::isOfSession).map(this::session);
  }

  /** The account that is signed in with its own password, and was not taken down. */
  Account requireOwner(XrpcCall call) {
    InSession session = requireSession(call);
    if (session.account().status() == AccountStatus.TAKENDOWN) {
      throw XrpcError.ACCOUNT_TAKEDOWN.exception();
    }
    if (!session.scope().managesAccount()) {
      throw XrpcError.INVALID_TOKEN.exception("An app password is not enough for this");
    }
    return session.account();
  }

  /** The server's operator, who speaks in the server's own name. */
  void requireOperator(XrpcCall call, Nsid method) {
    boolean operator =
        switch (require(call, method)) {
          case Caller.Authenticated(Did did) -> hosting.isOwn(did);
          case Caller.SignedIn(Did did, boolean managesAccount) ->
              managesAccount && hosting.isOwn(did);
          case Caller.Anonymous _ -> false;
        };
    if (!operator) {
      throw XrpcError.FORBIDDEN.exception("This is for the server's operator");
    }
  }

  /** What a service token says; there must be a good one. */
  ServiceToken serviceToken(XrpcCall call, Nsid method) {
    String token = call.bearerToken().orElseThrow(XrpcError.AUTH_MISSING::exception);
    return tokens.verify(token, method).orThrow();
  }

  private InSession session(String token) {
    return switch (hosting.sessions().tokens().check(token)) {
      case Checked.Access access ->
          hosting
              .signedIn(access)
              .map(account -> new InSession(account, access.scope()))
              .orElseThrow(() -> XrpcError.EXPIRED_TOKEN.exception("The session is over"));
      case Checked.Expired _ -> throw XrpcError.EXPIRED_TOKEN.exception();
      case Checked.Refresh _, Checked.Forged _ -> throw XrpcError.INVALID_TOKEN.exception();
    };
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

  /** Lets an account pass for what is its own, and whoever administers the hold. */
  void requireOwner(Caller caller, Did owner) {
    Did account = account(caller);
    if (!owns(caller, owner)) {
      throw XrpcError.USER_MISMATCH.exception("The token is of " + account + ", not of " + owner);
    }
  }

  /** Whether the caller is the account, or administers the hold. */
  boolean owns(Caller caller, Did account) {
    return !(caller instanceof Caller.Anonymous)
        && (account(caller).equals(account)
            || hosting.isOwn(account(caller))
            || policy.decide(caller, Action.ADMINISTER) instanceof AccessDecision.Allowed);
  }

  /** Lets those pass who administer the hold, and its operator, who speaks in its own name. */
  void requireAdministrator(Caller caller) {
    if (!hosting.isOwn(account(caller))) {
      require(caller, Action.ADMINISTER);
    }
  }

  /** The account that calls; there must be one. */
  static Did account(Caller caller) {
    return switch (caller) {
      case Caller.Authenticated(Did did) -> did;
      case Caller.SignedIn(Did did, _) -> did;
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

  /** By what is decided at this moment, for who has several questions. */
  AccessPolicy now() {
    return policy.now();
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
