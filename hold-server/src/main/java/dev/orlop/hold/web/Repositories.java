package dev.orlop.hold.web;

import dev.orlop.atproto.syntax.AtIdentifier;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.InvalidSyntaxException;
import dev.orlop.atproto.xrpc.XrpcCall;
import dev.orlop.atproto.xrpc.XrpcError;
import dev.orlop.hold.access.Action;
import dev.orlop.hold.access.Caller;
import dev.orlop.hold.pds.Repo;
import dev.orlop.hold.pds.accounts.Account;
import dev.orlop.hold.pds.accounts.Hosting;

/** Finds the repo that a call is about, and decides who may see it and write to it. */
final class Repositories {
  private final HoldIdentity identity;
  private final Repo own;
  private final Hosting hosting;
  private final Gate gate;

  Repositories(HoldIdentity identity, Repo own, Hosting hosting, Gate gate) {
    this.identity = identity;
    this.own = own;
    this.hosting = hosting;
    this.gate = gate;
  }

  /** The repo in the parameter {@code did}, which must be a DID. */
  Repo byDid(XrpcCall call) {
    return readable(call, call.params().required("did", Did::parse));
  }

  /** The repo in the parameter {@code repo}, a DID or a handle. */
  Repo byName(XrpcCall call) {
    return readable(call, call.params().required("repo", AtIdentifier::parse));
  }

  /** One that is not active is shown to its own account alone. */
  private Repo readable(XrpcCall call, AtIdentifier name) {
    Account account = account(name);
    boolean shown =
        account.status().isActive()
            || gate.optionalSession(call)
                .filter(session -> session.account().did().equals(account.did()))
                .isPresent();
    if (!shown) {
      throw refusal(account);
    }
    return repo(account);
  }

  /**
   * The repo that a body names, if the caller may write to it: an account to its own repo while it
   * is active, whoever administers the hold to the hold's. Otherwise it is refused.
   */
  Repo writable(Caller caller, String name) {
    Account account = account(parse(name));
    if (hosting.isOwn(account.did())) {
      // Whoever has the hold's own key or password is its operator.
      if (!hosting.isOwn(Gate.account(caller))) {
        gate.require(caller, Action.ADMINISTER);
      }
      return own;
    }
    boolean itself = caller instanceof Caller.SignedIn(Did did, _) && did.equals(account.did());
    if (!itself) {
      throw XrpcError.AUTHENTICATION_REQUIRED.exception(
          "Only the account itself writes to its repo");
    }
    if (!account.status().isActive()) {
      throw refusal(account);
    }
    return repo(account);
  }

  /** The caller's own repo, which may be deactivated: it is being moved here, perhaps. */
  Repo ofCaller(Caller caller) {
    Account account =
        hosting.accounts().find(Gate.account(caller)).orElseThrow(() -> notFound("the caller's"));
    if (account.takendown()) {
      throw refusal(account);
    }
    return repo(account);
  }

  /**
   * The repo for what a caller brings without naming one: its own, or the hold's for those who have
   * none here and administer the hold.
   */
  Repo home(Caller caller) {
    if (hosting.accounts().find(Gate.account(caller)).isPresent()) {
      return ofCaller(caller);
    }
    gate.require(caller, Action.ADMINISTER);
    return own;
  }

  /** The account of that name, however it stands. */
  Account account(AtIdentifier name) {
    AtIdentifier known = identity.isNamedBy(name) ? identity.did().canonical() : name;
    return hosting.accounts().find(known).orElseThrow(() -> notFound(name.toString()));
  }

  private Repo repo(Account account) {
    return hosting.isOwn(account.did()) ? own : hosting.repo(account);
  }

  private static AtIdentifier parse(String name) {
    try {
      return AtIdentifier.parse(name);
    } catch (InvalidSyntaxException e) {
      throw XrpcError.INVALID_REQUEST.exception("repo must be a DID or a handle");
    }
  }

  private static RuntimeException notFound(String name) {
    return XrpcError.REPO_NOT_FOUND.exception("Could not find repo: " + name);
  }

  private static RuntimeException refusal(Account account) {
    XrpcError error =
        switch (account.status()) {
          case TAKENDOWN -> XrpcError.REPO_TAKENDOWN;
          case ACTIVE, DEACTIVATED -> XrpcError.REPO_DEACTIVATED;
          case DELETED -> XrpcError.REPO_NOT_FOUND;
        };
    return error.exception("%s: %s".formatted(error.text(), account.did()));
  }
}
