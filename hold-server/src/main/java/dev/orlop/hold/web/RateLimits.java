package dev.orlop.hold.web;

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
  /**
   * What counting takes.
   *
   * @param hold others may count in the same place
   */
  record Ground(Did hold, RateCounter counter, TrustedProxies proxies, InstantSource clock) {}

  private final Ground ground;
  private final String kind;
  private final List<RateLimit> limits;

  /**
   * Each of the limits holds; the headers tell of the first.
   *
   * @param kind of the calls that are counted together
   */
  RateLimits(Ground ground, String kind, RateLimit... limits) {
    this.ground = ground;
    this.kind = kind;
    this.limits = List.of(limits);
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
    return ClientAddress.of(
        call.request().remotePeer(), call.request().headers(), ground.proxies());
  }

  private void count(XrpcCall call, String who) {
    String bucket = ground.hold() + "\n" + kind + "\n" + who;
    for (RateLimit limit : limits) {
      Standing standing = ground.counter().count(bucket, limit);
      Map<String, String> headers = standing.headers(ground.clock().instant());
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
