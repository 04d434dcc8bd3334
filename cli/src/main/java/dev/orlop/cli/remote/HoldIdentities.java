package dev.orlop.cli.remote;

import dev.orlop.atproto.identity.DidDocument;
import dev.orlop.atproto.identity.GuardedHttp;
import dev.orlop.atproto.identity.NetworkDidResolver;
import dev.orlop.atproto.identity.NetworkPolicy;
import dev.orlop.atproto.identity.Resolution;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.DidWeb;
import dev.orlop.atproto.syntax.InvalidSyntaxException;
import dev.orlop.cli.exit.CommandFailure;
import dev.orlop.cli.exit.ExitCode;
import java.net.URI;
import java.util.Optional;

/** Who a hold is. */
final class HoldIdentities {
  private HoldIdentities() {}

  /** The identity that follows from an address: its did:web. */
  static Did ofAddress(URI address) {
    String host = Optional.ofNullable(address.getHost()).orElse("");
    try {
      // An IP address is no host of a did:web in the standard, but is what a test setup has.
      DidWeb web =
          address.getPort() == -1 ? DidWeb.ofHost(host) : DidWeb.ofHost(host, address.getPort());
      return web.did();
    } catch (InvalidSyntaxException e) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "not the address of a hold: " + address,
          String.valueOf(e.getMessage()),
          "write it as https://hold.example.com");
    }
  }

  /** The DID document, from where the DID itself says that it is. */
  static DidDocument document(Did did, NetworkPolicy policy, URI plcDirectory) {
    NetworkDidResolver resolver = new NetworkDidResolver(new GuardedHttp(policy), plcDirectory);
    return switch (resolver.resolve(did)) {
      case Resolution.Found<DidDocument>(DidDocument document) -> document;
      case Resolution.NotFound<DidDocument>() ->
          throw new CommandFailure(
              ExitCode.NOT_FOUND, "no DID document", did + " does not exist", "check the address");
      case Resolution.Failed<DidDocument>(String reason, _) ->
          throw new CommandFailure(
              ExitCode.UNAVAILABLE, "could not resolve " + did, reason, "try again later");
    };
  }
}
