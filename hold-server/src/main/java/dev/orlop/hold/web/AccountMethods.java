package dev.orlop.hold.web;

import dev.orlop.atproto.auth.ServiceToken;
import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.limits.RateLimit;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.xrpc.XrpcCall;
import dev.orlop.atproto.xrpc.XrpcError;
import dev.orlop.atproto.xrpc.XrpcInput;
import dev.orlop.atproto.xrpc.XrpcRouter;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.hold.pds.accounts.Account;
import dev.orlop.hold.pds.accounts.Confirmations.Purpose;
import dev.orlop.hold.pds.accounts.Confirmations.Verdict;
import dev.orlop.hold.pds.accounts.Hosting;
import dev.orlop.hold.pds.accounts.NewAccount;
import dev.orlop.hold.pds.accounts.Registrar;
import dev.orlop.hold.pds.accounts.Registrar.Creation;
import dev.orlop.lexicons.Nsids;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** com.atproto.server: how accounts come, rest and go. */
final class AccountMethods {
  private static final System.Logger LOGGER = System.getLogger(AccountMethods.class.getName());

  private final Gate gate;
  private final Hosting hosting;
  private final Registrar registrar;
  private final ServerSessions sessions;
  private final RateLimits limits;

  AccountMethods(
      Gate gate,
      Hosting hosting,
      Registrar registrar,
      ServerSessions sessions,
      RateLimits.Ground ground) {
    this.gate = gate;
    this.hosting = hosting;
    this.registrar = registrar;
    this.sessions = sessions;
    this.limits = new RateLimits(ground, "accounts", new RateLimit(100, Duration.ofMinutes(5)));
  }

  void register(XrpcRouter.Builder routes) {
    routes
        .procedure(Nsids.SERVER_CREATE_ACCOUNT, this::create)
        .procedure(Nsids.SERVER_ACTIVATE_ACCOUNT, XrpcInput.NONE, this::activate)
        .procedure(Nsids.SERVER_DEACTIVATE_ACCOUNT, this::deactivate)
        .procedure(Nsids.SERVER_REQUEST_ACCOUNT_DELETE, XrpcInput.NONE, this::requestDelete)
        .procedure(Nsids.SERVER_DELETE_ACCOUNT, this::delete)
        .procedure(Nsids.SERVER_RESERVE_SIGNING_KEY, this::reserveKey);
  }

  private void create(XrpcCall call) {
    limits.count(call);
    DataMap body = call.json();
    if (body.has("plcOp")) {
      throw Body.invalid("Unsupported input: plcOp");
    }
    Optional<Did> claimed = body.text("did").map(_ -> Body.did(body, "did"));
    boolean byOperator = false;
    if (call.bearerToken().isPresent()) {
      ServiceToken token = gate.serviceToken(call, Nsids.SERVER_CREATE_ACCOUNT);
      byOperator = hosting.isOwn(token.issuer().canonical());
      boolean itself =
          claimed.equals(Optional.of(token.issuer().canonical()))
              && token.method().equals(Optional.of(Nsids.SERVER_CREATE_ACCOUNT));
      if (!byOperator && !itself) {
        throw XrpcError.AUTH_REQUIRED.exception("The token is not of the account that moves here");
      }
    } else if (claimed.isPresent()) {
      throw XrpcError.AUTH_REQUIRED.exception(
          "An account that moves here needs a token for " + Nsids.SERVER_CREATE_ACCOUNT);
    }
    NewAccount wish =
        new NewAccount(
            Body.handle(body, "handle"),
            body.text("email"),
            body.text("password"),
            body.text("inviteCode"),
            claimed,
            body.text("recoveryKey"),
            byOperator);
    switch (registrar.create(wish)) {
      case Creation.Created(Account account) ->
          call.reply(
              sessions.tokens(account, hosting.sessions().begin(account.did(), Optional.empty())));
      case Creation.Refused(var refusal) -> throw AccountRefusals.exception(refusal);
    }
  }

  private void activate(XrpcCall call) {
    AccountRefusals.require(registrar.activate(gate.requireOwner(call)));
    call.replyEmpty();
  }

  private void deactivate(XrpcCall call) {
    Account account = gate.requireOwner(call);
    requireHosted(account);
    DataMap unused = call.json();
    hosting.accounts().setDeactivated(account.did(), true);
    call.replyEmpty();
  }

  private void requestDelete(XrpcCall call) {
    Account account = gate.requireOwner(call);
    requireHosted(account);
    askOperator(account, Purpose.DELETE);
    call.replyEmpty();
  }

  /** There is no mail here: the operator learns who asks, and how to get the word for them. */
  static void askOperator(Account account, Purpose purpose) {
    LOGGER.log(
        System.Logger.Level.INFO,
        "{0} asks for a word; once you are sure that it is its owner, hand over what this says:"
            + " orlop account word {0} --for {1}",
        account.handle(),
        purpose.name().toLowerCase(Locale.ROOT));
  }

  private void delete(XrpcCall call) {
    DataMap body = call.json();
    Did did = Body.did(body, "did");
    limits.countFor(call, did.toString());
    if (!hosting.signIn().isOwnPassword(did, Body.text(body, "password"))) {
      throw XrpcError.AUTHENTICATION_REQUIRED.exception("Invalid did or password");
    }
    Account account =
        hosting.accounts().find(did).orElseThrow(XrpcError.ACCOUNT_NOT_FOUND::exception);
    requireHosted(account);
    if (hosting.confirmations().use(account.did(), Purpose.DELETE, Body.text(body, "token"))
        != Verdict.GOOD) {
      throw XrpcError.INVALID_TOKEN.exception("Token is invalid");
    }
    registrar.delete(account.did());
    call.replyEmpty();
  }

  private void reserveKey(XrpcCall call) {
    limits.count(call);
    DataMap body = call.json();
    Optional<Did> did = body.text("did").map(_ -> Body.did(body, "did"));
    SigningKey key =
        hosting.keys().reserve(did).orElseThrow(XrpcError.NOT_ENOUGH_RESOURCES::exception);
    call.reply(DataMap.builder().put("signingKey", key.publicKey().didKey()).build());
  }

  private void requireHosted(Account account) {
    if (hosting.isOwn(account.did())) {
      throw Body.invalid("This is the server's own account");
    }
  }
}
