package dev.orlop.hold.web;

import dev.orlop.atproto.syntax.AtIdentifier;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.InvalidSyntaxException;
import dev.orlop.atproto.xrpc.XrpcCall;
import dev.orlop.atproto.xrpc.XrpcError;
import dev.orlop.hold.access.Action;
import dev.orlop.hold.access.Caller;
import dev.orlop.hold.pds.Repo;

/** Finds the repo that a call is about. So far there is one: the hold's own. */
final class Repositories {
  private final HoldIdentity identity;
  private final Repo own;
  private final Gate gate;

  Repositories(HoldIdentity identity, Repo own, Gate gate) {
    this.identity = identity;
    this.own = own;
    this.gate = gate;
  }

  /** The repo in the parameter {@code did}, which must be a DID. */
  Repo byDid(XrpcCall call) {
    return find(call.params().required("did", Did::parse));
  }

  /** The repo in the parameter {@code repo}, a DID or a handle. */
  Repo byName(XrpcCall call) {
    return find(call.params().required("repo", AtIdentifier::parse));
  }

  /** The repo that a body names. */
  Repo byName(String name) {
    try {
      return find(AtIdentifier.parse(name));
    } catch (InvalidSyntaxException e) {
      throw XrpcError.INVALID_REQUEST.exception("repo must be a DID or a handle");
    }
  }

  /** The repo that a body names, if the caller may write to it; otherwise it is refused. */
  Repo writable(Caller caller, String name) {
    Repo repo = byName(name);
    gate.require(caller, Action.ADMINISTER);
    return repo;
  }

  private Repo find(AtIdentifier name) {
    if (identity.isNamedBy(name)) {
      return own;
    }
    throw XrpcError.REPO_NOT_FOUND.exception("Could not find repo: " + name);
  }
}
