package dev.orlop.hold.web;

import dev.orlop.atproto.auth.ServiceTokenMinter;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.InvalidSyntaxException;
import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.atproto.xrpc.XrpcCall;
import dev.orlop.atproto.xrpc.XrpcError;
import dev.orlop.atproto.xrpc.XrpcRouter;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.hold.pds.accounts.Account;
import dev.orlop.hold.pds.accounts.AccountStatus;
import dev.orlop.hold.pds.accounts.Hosting;
import dev.orlop.hold.pds.accounts.Scope;
import dev.orlop.lexicons.Nsids;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** com.atproto.server.getServiceAuth: tokens with which an account calls other services. */
final class ServiceAuth {
  /** The longest life of a token that is good for one method, and of one that is good for all. */
  private static final Duration LONGEST = Duration.ofHours(1);

  private static final Duration LONGEST_FOR_ALL = Duration.ofMinutes(1);

  /** Methods that manage an account: nobody else is to call them in its name. */
  private static final Set<Nsid> PROTECTED =
      Set.of(
          Nsids.ADMIN_DELETE_ACCOUNT,
          Nsids.ADMIN_GET_ACCOUNT_INFO,
          Nsids.ADMIN_SEARCH_ACCOUNTS,
          Nsids.ADMIN_UPDATE_ACCOUNT_PASSWORD,
          Nsids.ADMIN_UPDATE_SUBJECT_STATUS,
          Nsids.IDENTITY_REQUEST_PLC_OPERATION_SIGNATURE,
          Nsids.IDENTITY_SIGN_PLC_OPERATION,
          Nsids.IDENTITY_SUBMIT_PLC_OPERATION,
          Nsids.IDENTITY_UPDATE_HANDLE,
          Nsids.SERVER_ACTIVATE_ACCOUNT,
          Nsids.SERVER_CREATE_APP_PASSWORD,
          Nsids.SERVER_CREATE_INVITE_CODE,
          Nsids.SERVER_DEACTIVATE_ACCOUNT,
          Nsids.SERVER_DELETE_ACCOUNT,
          Nsids.SERVER_GET_SERVICE_AUTH,
          Nsids.SERVER_GET_SESSION,
          Nsids.SERVER_LIST_APP_PASSWORDS,
          Nsids.SERVER_REQUEST_ACCOUNT_DELETE,
          Nsids.SERVER_REVOKE_APP_PASSWORD);

  private final Gate gate;
  private final Hosting hosting;
  private final InstantSource clock;
  private final ServiceTokenMinter minter;

  ServiceAuth(Gate gate, Hosting hosting, InstantSource clock) {
    this.gate = gate;
    this.hosting = hosting;
    this.clock = clock;
    this.minter = new ServiceTokenMinter(clock);
  }

  void register(XrpcRouter.Builder routes) {
    routes.query(Nsids.SERVER_GET_SERVICE_AUTH, this::mint);
  }

  private void mint(XrpcCall call) {
    Gate.InSession session = gate.requireSession(call);
    String audience = call.params().required("aud", ServiceAuth::audience);
    Optional<Nsid> method = call.params().optional("lxm", Nsid::parse);
    requireAllowed(session, method);
    Duration life = life(call.params().integer("exp"), method.isPresent());
    Account account = session.account();
    String token =
        minter.mint(
            hosting.keys().of(account.did()), account.did(), audience, method.orElse(null), life);
    call.reply(DataMap.builder().put("token", token).build());
  }

  private static String audience(String text) {
    int hash = text.indexOf('#');
    Did.parse(hash < 0 ? text : text.substring(0, hash));
    if (hash >= 0 && !text.substring(hash).matches("#[A-Za-z0-9_.-]+")) {
      throw new InvalidSyntaxException("service", "a fragment that names none", text);
    }
    return text;
  }

  private static void requireAllowed(Gate.InSession session, Optional<Nsid> method) {
    boolean moving = method.equals(Optional.of(Nsids.SERVER_CREATE_ACCOUNT));
    if (session.account().status() == AccountStatus.TAKENDOWN && !moving) {
      throw XrpcError.ACCOUNT_TAKEDOWN.exception();
    }
    if (method.filter(PROTECTED::contains).isPresent()) {
      throw Body.invalid("Cannot request a token for the protected method " + method.get());
    }
    boolean isPrivate =
        moving || method.filter(nsid -> nsid.value().startsWith("chat.bsky.")).isPresent();
    Scope least = moving ? Scope.ACCESS : Scope.APP_PASS_PRIVILEGED;
    if (isPrivate && session.scope().compareTo(least) > 0) {
      throw Body.invalid("An app password is not enough for a token for " + method.get());
    }
  }

  private Duration life(OptionalLong exp, boolean oneMethod) {
    if (exp.isEmpty()) {
      return ServiceTokenMinter.DEFAULT_LIFE;
    }
    long seconds = exp.getAsLong() - clock.instant().getEpochSecond();
    if (exp.getAsLong() > Instant.MAX.getEpochSecond() || seconds <= 0) {
      throw XrpcError.BAD_EXPIRATION.exception("The expiration is in the past");
    }
    Duration longest = oneMethod ? LONGEST : LONGEST_FOR_ALL;
    if (seconds > longest.toSeconds()) {
      throw XrpcError.BAD_EXPIRATION.exception(
          "The expiration is more than %d seconds ahead".formatted(longest.toSeconds()));
    }
    return Duration.ofSeconds(seconds);
  }
}
