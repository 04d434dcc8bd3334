package dev.orlop.cli.remote;

import dev.orlop.atproto.identity.IdentityDirectory;
import dev.orlop.atproto.identity.Lookups;
import dev.orlop.atproto.identity.NetworkPolicy;
import dev.orlop.atproto.identity.Resolution;
import dev.orlop.atproto.syntax.AtIdentifier;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Handle;
import dev.orlop.atproto.xrpc.XrpcClient;
import dev.orlop.atproto.xrpc.XrpcException;
import dev.orlop.atproto.xrpc.XrpcQuery;
import dev.orlop.cli.exit.CommandFailure;
import dev.orlop.cli.exit.ExitCode;
import dev.orlop.lexicons.Nsids;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** Turns what users write, handles, into what the hold knows, DIDs. */
public final class AccountNames {
  private final Map<Handle, Did> local;
  private final XrpcClient hold;

  /**
   * Asks {@code local} first, then the network, and for names that mean nothing there, the hold.
   *
   * @param local accounts of a devnet
   */
  AccountNames(Map<Handle, Did> local, XrpcClient hold) {
    this.local = Map.copyOf(local);
    this.hold = hold;
  }

  /** The DID behind a name. */
  public Did did(AtIdentifier name) {
    return switch (name) {
      case Did did -> did;
      case Handle handle -> {
        Did known = local.get(handle);
        yield known != null ? known : resolve(handle);
      }
    };
  }

  /** The handle of a local account, else the DID itself. */
  public String label(String did) {
    return local.entrySet().stream()
        .filter(entry -> entry.getValue().value().equals(did))
        .map(entry -> entry.getKey().value())
        .findFirst()
        .orElse(did);
  }

  private Did resolve(Handle handle) {
    if (NetworkPolicy.DEVELOPMENT.isLocalName(handle.value())) {
      return askHold(handle).orElseThrow(() -> unknown(handle, "it leads to no account"));
    }
    IdentityDirectory network = IdentityDirectory.ofNetwork(Lookups.PUBLIC, InstantSource.system());
    return switch (network.did(handle)) {
      case Resolution.Found<Did>(Did did) -> did;
      case Resolution.NotFound<Did>() -> throw unknown(handle, "it leads to no account");
      case Resolution.Failed<Did>(String reason, _) ->
          throw new CommandFailure(
              ExitCode.UNAVAILABLE, "could not resolve " + handle, reason, "name the DID instead");
    };
  }

  private Optional<Did> askHold(Handle handle) {
    try {
      return hold.query(Nsids.IDENTITY_RESOLVE_HANDLE, XrpcQuery.of("handle", handle))
          .text("did")
          .map(Did::parse);
    } catch (XrpcException e) {
      return Optional.empty();
    }
  }

  private static CommandFailure unknown(Handle handle, String why) {
    return new CommandFailure(
        ExitCode.NOT_FOUND, "no account " + handle, why, "check the handle, or name the DID");
  }
}
