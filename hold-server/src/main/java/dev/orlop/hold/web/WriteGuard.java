package dev.orlop.hold.web;

import dev.orlop.atproto.limits.RateLimit;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.xrpc.XrpcCall;
import dev.orlop.hold.pds.WriteLimits;
import java.time.Duration;
import java.util.Optional;

/** Turns away who writes too often: by the account in whose name, and by the address. */
final class WriteGuard {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final int ACCOUNTS_OF_AN_ADDRESS = 10;

  /** One kind of call. */
  private record Kind(RateLimits byAccount, RateLimits byAddress) {
    void count(XrpcCall call, Did account) {
      byAddress.count(call);
      // Last, for its headers are those that tell the account of itself.
      byAccount.count(call, account);
    }
  }

  private final Optional<Kind> records;
  private final Optional<Kind> blobs;

  WriteGuard(WriteLimits limits, RateLimits.Ground ground) {
    this.records = kind(ground, "records", limits.recordCalls());
    this.blobs = kind(ground, "blobs", limits.blobCalls());
  }

  private static Optional<Kind> kind(RateLimits.Ground ground, String name, int calls) {
    if (calls == 0) {
      return Optional.empty();
    }
    int ofAddress = (int) Math.min(Integer.MAX_VALUE, (long) calls * ACCOUNTS_OF_AN_ADDRESS);
    return Optional.of(
        new Kind(
            new RateLimits(ground, name, new RateLimit(calls, MINUTE)),
            new RateLimits(ground, name + " by address", new RateLimit(ofAddress, MINUTE))));
  }

  /** Counts a call that changes records. */
  void record(XrpcCall call, Did account) {
    records.ifPresent(kind -> kind.count(call, account));
  }

  /** Counts a call that brings a blob. */
  void blob(XrpcCall call, Did account) {
    blobs.ifPresent(kind -> kind.count(call, account));
  }
}
