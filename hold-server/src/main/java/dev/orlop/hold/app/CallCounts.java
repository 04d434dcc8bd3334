package dev.orlop.hold.app;

import dev.orlop.atproto.limits.MemoryCounter;
import dev.orlop.atproto.limits.RateCounter;
import dev.orlop.atproto.redis.Redis;
import dev.orlop.atproto.redis.RedisAddress;
import dev.orlop.atproto.redis.RedisCounter;
import java.time.InstantSource;
import java.util.Optional;

/** Who counts calls: this process, or a server that several processes share. */
record CallCounts(RateCounter counter, Optional<Redis> shared) implements AutoCloseable {
  static CallCounts open(Optional<RedisAddress> address, InstantSource clock) {
    RateCounter alone = new MemoryCounter(clock);
    Optional<Redis> shared = address.map(Redis::new);
    return new CallCounts(
        shared.<RateCounter>map(redis -> new RedisCounter(redis, alone)).orElse(alone), shared);
  }

  @Override
  public void close() {
    shared.ifPresent(Redis::close);
  }
}
