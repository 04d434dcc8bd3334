package dev.orlop.hold.web;

import dev.orlop.atproto.identity.IdentityDirectory;
import dev.orlop.atproto.limits.RateLimit;
import dev.orlop.atproto.xrpc.XrpcCall;
import dev.orlop.atproto.xrpc.XrpcError;
import dev.orlop.atproto.xrpc.XrpcInput;
import dev.orlop.atproto.xrpc.XrpcRouter;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.hold.pds.accounts.Account;
import dev.orlop.hold.pds.accounts.AccountStatus;
import dev.orlop.hold.pds.accounts.Hosting;
import dev.orlop.hold.pds.accounts.Sessions;
import dev.orlop.hold.pds.accounts.Sessions.Renewal;
import dev.orlop.hold.pds.accounts.SignIn;
import dev.orlop.lexicons.Nsids;
import java.time.Duration;
import java.util.Locale;

/** com.atproto.server: createSession, getSession, refreshSession, deleteSession. */
final class ServerSessions {
  private final Gate gate;
  private final Hosting hosting;
  private final HostedIdentities identities;
  private final IdentityDirectory directory;
  private final RateLimits limits;

  ServerSessions(
      Gate gate,
      Hosting hosting,
      HostedIdentities identities,
      IdentityDirectory directory,
      RateLimits.Ground ground) {
    this.gate = gate;
    this.hosting = hosting;
    this.identities = identities;
    this.directory = directory;
    this.limits =
        new RateLimits(
            ground,
            "sessions",
            new RateLimit(30, Duration.ofMinutes(5)),
            new RateLimit(300, Duration.ofDays(1)));
  }

  void register(XrpcRouter.Builder routes) {
    routes
        .procedure(Nsids.SERVER_CREATE_SESSION, this::create)
        .query(Nsids.SERVER_GET_SESSION, this::get)
        .procedure(Nsids.SERVER_REFRESH_SESSION, XrpcInput.NONE, this::refresh)
        .procedure(Nsids.SERVER_DELETE_SESSION, XrpcInput.NONE, this::delete);
  }

  private void create(XrpcCall call) {
    DataMap body = call.json();
    String identifier = Body.text(body, "identifier");
    limits.countFor(call, identifier.toLowerCase(Locale.ROOT));
    SignIn.SignedIn signedIn =
        hosting
            .signIn()
            .check(identifier, Body.text(body, "password"))
            .orElseThrow(
                () ->
                    XrpcError.AUTHENTICATION_REQUIRED.exception("Invalid identifier or password"));
    boolean anyway = body.bool("allowTakendown").orElse(false);
    if (!anyway) {
      requireNotTakendown(signedIn.account());
    }
    call.reply(
        tokens(
            signedIn.account(),
            hosting.sessions().begin(signedIn.account().did(), signedIn.with())));
  }

  private void get(XrpcCall call) {
    call.reply(described(gate.requireSession(call).account()).build());
  }

  private void refresh(XrpcCall call) {
    Sessions.Pair pair =
        switch (hosting.sessions().renew(refreshToken(call))) {
          case Renewal.Renewed(Sessions.Pair renewed) -> renewed;
          case Renewal.Over _ -> throw XrpcError.EXPIRED_TOKEN.exception();
          case Renewal.Invalid _ -> throw XrpcError.INVALID_TOKEN.exception();
        };
    Account account =
        hosting
            .accounts()
            .find(pair.session().did())
            .orElseThrow(XrpcError.EXPIRED_TOKEN::exception);
    requireNotTakendown(account);
    call.reply(tokens(account, pair));
  }

  private void delete(XrpcCall call) {
    if (!hosting.sessions().end(refreshToken(call))) {
      throw XrpcError.INVALID_TOKEN.exception();
    }
    call.replyEmpty();
  }

  private static String refreshToken(XrpcCall call) {
    return call.bearerToken().orElseThrow(XrpcError.AUTH_MISSING::exception);
  }

  private static void requireNotTakendown(Account account) {
    if (account.status() == AccountStatus.TAKENDOWN) {
      throw XrpcError.ACCOUNT_TAKEDOWN.exception();
    }
  }

  /** The answer to whoever has signed in. */
  DataMap tokens(Account account, Sessions.Pair pair) {
    return described(account)
        .put("accessJwt", pair.access())
        .put("refreshJwt", pair.refresh())
        .build();
  }

  private DataMap.Builder described(Account account) {
    DataMap.Builder body =
        DataMap.builder()
            .put("did", account.did().toString())
            .put("handle", account.handle().toString())
            .put("didDoc", identities.published(directory, account).toData())
            .putIfPresent("email", account.email())
            .put("emailConfirmed", false)
            .put("emailAuthFactor", false)
            .put("active", account.status().isActive());
    if (!account.status().isActive()) {
      body.put("status", account.status().wireName());
    }
    return body;
  }
}
