package dev.orlop.hold.relay;

import java.util.Optional;

/**
 * One relay. Methods throw {@link dev.orlop.atproto.xrpc.XrpcException} when it refuses and {@link
 * dev.orlop.atproto.xrpc.XrpcConnectionException} when it is not reached.
 */
public interface Relay {
  /** Asks it to follow a host, named without scheme or path. */
  void requestCrawl(String hostname);

  /** What it says of a host; empty if it does not know it. */
  Optional<HostStatus> hostStatus(String hostname);
}
