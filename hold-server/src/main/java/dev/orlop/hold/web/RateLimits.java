package dev.orlop.hold.web;

import dev.orlop.atproto.limits.MemoryCounter;
import dev.orlop.atproto.limits.RateCounter;
import dev.orlop.atproto.limits.RateLimit;
import dev.orlop.atproto.limits.Standing;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.xrpc.ClientAddress;
import dev.orlop.atproto.xrpc.TrustedProxies;
import dev.orlop.atproto.xrpc.XrpcCall;
import dev.orlop.atproto.xrpc.XrpcError;
import dev.orlop.atproto.xrpc.XrpcException;
import io.helidon.http.HeaderNames;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** Counts calls, and turns away those above a limit; the headers tell how near that is. */
final class RateLimits {
  private final InstantSource clock;
  private final TrustedProxies proxies;
  private final List<RateLimit> limits;
  private final RateCounter counter;

  /** Each of the limits holds; the headers tell of the first. */
  RateLimits(InstantSource clock, TrustedProxies proxies, RateLimit... limits) {
    this.clock = clock;
    this.proxies = proxies;
    this.limits = List.of(limits);
    this.counter = new MemoryCounter(clock);
  }

  /** Counts a call of whoever is at the address that it comes from, or turns it away. */
  void count(XrpcCall call) {
    count(call, address(call));
  }

  /** Counts a call of an account, wherever it comes from, or turns it away. */
  void count(XrpcCall call, Did account) {
    count(call, account.value());
  }

  /** Counts a call that concerns {@code whom}, for each address by itself, or turns it away. */
  void countFor(XrpcCall call, String whom) {
    count(call, address(call) + "\n" + whom);
  }

  private String address(XrpcCall call) {
    return ClientAddress.of(call.request().remotePeer(), call.request().headers(), proxies);
  }

  private void count(XrpcCall call, String who) {
    for (RateLimit limit : limits) {
      Standing standing = counter.count(who, limit);
      Map<String, String> headers = standing.headers(clock.instant());
      if (!standing.isAllowed()) {
        throw refused(headers);
      }
      if (limit.equals(limits.getFirst())) {
        headers.forEach((name, value) -> call.header(HeaderNames.create(name), value));
      }
    }
  }

  private static XrpcException refused(Map<String, String> headers) {
    XrpcException refusal = XrpcError.RATE_LIMIT_EXCEEDED.exception();
    for (Map.Entry<String, String> header : headers.entrySet()) {
      refusal = refusal.withHeader(header.getKey(), header.getValue());
    }
    return refusal;
  }
}
