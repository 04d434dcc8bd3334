package dev.orlop.appview.app;

import dev.orlop.appview.cache.Cache;
import dev.orlop.appview.cache.CaffeineCache;
import dev.orlop.appview.cache.RedisCache;
import dev.orlop.appview.config.AppViewConfig;
import dev.orlop.appview.redis.Redis;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What several AppViews have in common, if a server for it is named; otherwise this one's own.
 *
 * <p>Not in it are sessions at PDSes and uploads. A refresh token is good for one use: two AppViews
 * that renew one session at once may end it. So each has its own, in memory, and no token is ever
 * written down. An upload is a stream on its way to a hold, with a running digest.
 */
record Shared(Optional<Redis> redis, Cache cache) implements AutoCloseable {
  static Shared of(AppViewConfig config, InstantSource clock) {
    Cache own = new CaffeineCache(config.cacheBytes(), clock);
    Optional<Redis> redis = config.sharedCache().map(Redis::new);
    return new Shared(redis, redis.<Cache>map(server -> new RedisCache(server, own)).orElse(own));
  }

  @Override
  public void close() {
    redis.ifPresent(Redis::close);
  }
}
