package dev.orlop.appview.app;

import dev.orlop.appview.cache.Cache;
import dev.orlop.appview.cache.CaffeineCache;
import dev.orlop.appview.cache.RedisCache;
import dev.orlop.appview.config.AppViewConfig;
import dev.orlop.appview.token.FailureStore;
import dev.orlop.appview.token.MemoryFailures;
import dev.orlop.appview.token.RedisFailures;
import dev.orlop.atproto.limits.MemoryCounter;
import dev.orlop.atproto.limits.RateCounter;
import dev.orlop.atproto.redis.Redis;
import dev.orlop.atproto.redis.RedisCounter;
import dev.orlop.atproto.redis.RedisLink;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What several AppViews have in common, if a server for it is named; otherwise this one's own.
 *
 * <p>Not in it are sessions at PDSes and uploads. A refresh token is good for one use: two AppViews
 * that renew one session at once may end it. So each has its own, in memory, and no token is ever
 * written down. An upload is a stream on its way to a hold, with a running digest.
 */
record Shared(Optional<Redis> redis, Cache cache, RateCounter counter, FailureStore failures)
    implements AutoCloseable {
  static Shared of(AppViewConfig config, InstantSource clock) {
    Shared own =
        new Shared(
            Optional.empty(),
            new CaffeineCache(config.cacheBytes(), clock),
            new MemoryCounter(clock),
            new MemoryFailures(clock));
    return config.sharedCache().map(Redis::new).map(redis -> in(redis, own, clock)).orElse(own);
  }

  private static Shared in(Redis redis, Shared own, InstantSource clock) {
    return new Shared(
        Optional.of(redis),
        new RedisCache(redis, own.cache),
        new RedisCounter(redis, own.counter),
        new RedisFailures(redis, own.failures, clock));
  }

  /** Asks the server something, so that the log says at the start what is wrong with it. */
  void greet() {
    redis.ifPresent(
        server -> {
          String unused = server.ask(RedisLink::info, () -> "");
        });
  }

  @Override
  public void close() {
    redis.ifPresent(Redis::close);
  }
}
