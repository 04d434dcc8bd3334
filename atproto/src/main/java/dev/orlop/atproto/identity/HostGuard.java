package dev.orlop.atproto.identity;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * Says whether a {@link NetworkPolicy} lets an address be called. For clients that resolve names by
 * themselves: they do so again a moment later, and what keeps them to what was seen here is the
 * memory of the system's resolver. Where {@link GuardedHttp} can be used, it is the better guard.
 */
public final class HostGuard {
  private final NetworkPolicy policy;
  private final AddressLookup lookup;

  /** With the system's resolver. */
  public HostGuard(NetworkPolicy policy) {
    this(policy, AddressLookup.SYSTEM);
  }

  HostGuard(NetworkPolicy policy, AddressLookup lookup) {
    this.policy = policy;
    this.lookup = lookup;
  }

  /** Why {@code uri} may not be called; empty if it may. */
  public Optional<String> objection(URI uri) {
    Optional<String> plain = policy.objection(uri);
    if (plain.isPresent()) {
      return plain;
    }
    try {
      for (InetAddress address : lookup.lookup(uri.getHost())) {
        if (!policy.allows(address)) {
          return Optional.of(uri.getHost() + " is not a public address");
        }
      }
      return Optional.empty();
    } catch (UnknownHostException _) {
      return Optional.of("there is no host " + uri.getHost());
    }
  }
}
