package dev.orlop.hold.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.orlop.atproto.xrpc.ClientAddress;
import dev.orlop.atproto.xrpc.TrustedProxies;
import dev.orlop.atproto.xrpc.XrpcCall;
import dev.orlop.atproto.xrpc.XrpcError;
import dev.orlop.atproto.xrpc.XrpcException;
import io.helidon.http.HeaderNames;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;

/**
 * Counts the calls of each key in windows of fixed length, and turns away those above the limit;
 * the headers tell how near that is.
 */
final class RateLimits {
  private static final int MAX_KEYS = 100_000;

  /** So many calls in a window of so long. */
  record Limit(int calls, Duration window) {}

  private record Count(Instant from, int calls) {}

  private record Key(String who, Limit limit) {}

  private final InstantSource clock;
  private final TrustedProxies proxies;
  private final List<Limit> limits;
  private final Cache<Key, Count> counts;

  RateLimits(InstantSource clock, TrustedProxies proxies, Limit... limits) {
    this.clock = clock;
    this.proxies = proxies;
    this.limits = List.of(limits);
    Duration longest =
        Arrays.stream(limits).map(Limit::window).max(Duration::compareTo).orElse(Duration.ZERO);
    this.counts = Caffeine.newBuilder().maximumSize(MAX_KEYS).expireAfterWrite(longest).build();
  }

  /** Counts a call of whoever is at the address that it comes from, or turns it away. */
  void count(XrpcCall call) {
    count(call, address(call));
  }

  /** Counts a call that concerns {@code whom}, for each address by itself, or turns it away. */
  void countFor(XrpcCall call, String whom) {
    count(call, address(call) + "\n" + whom);
  }

  private String address(XrpcCall call) {
    return ClientAddress.of(call.request().remotePeer(), call.request().headers(), proxies);
  }

  private void count(XrpcCall call, String who) {
    for (Limit limit : limits) {
      Instant now = clock.instant();
      Count count =
          counts
              .asMap()
              .compute(
                  new Key(who, limit),
                  (_, known) ->
                      known == null || !now.isBefore(known.from().plus(limit.window()))
                          ? new Count(now, 1)
                          : new Count(known.from(), Math.min(known.calls(), limit.calls()) + 1));
      Instant reset = count.from().plus(limit.window());
      if (count.calls() > limit.calls()) {
        throw refused(limit, now, reset);
      }
      if (limit.equals(limits.getFirst())) {
        call.header(HeaderNames.create("RateLimit-Limit"), Integer.toString(limit.calls()));
        call.header(
            HeaderNames.create("RateLimit-Remaining"),
            Integer.toString(limit.calls() - count.calls()));
        call.header(HeaderNames.create("RateLimit-Reset"), Long.toString(reset.getEpochSecond()));
        call.header(HeaderNames.create("RateLimit-Policy"), policy(limit));
      }
    }
  }

  private static XrpcException refused(Limit limit, Instant now, Instant reset) {
    long wait = Math.max(1, Duration.between(now, reset).toSeconds());
    return XrpcError.RATE_LIMIT_EXCEEDED
        .exception()
        .withHeader("RateLimit-Limit", Integer.toString(limit.calls()))
        .withHeader("RateLimit-Remaining", "0")
        .withHeader("RateLimit-Reset", Long.toString(reset.getEpochSecond()))
        .withHeader("RateLimit-Policy", policy(limit))
        .withHeader("Retry-After", Long.toString(wait));
  }

  private static String policy(Limit limit) {
    return limit.calls() + ";w=" + limit.window().toSeconds();
  }
}
