package dev.orlop.atproto.redis;

import dev.orlop.atproto.limits.RateCounter;
import dev.orlop.atproto.limits.RateLimit;
import dev.orlop.atproto.limits.Standing;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Buckets that several processes share, by the clock of the server that has them. While it is out
 * of reach, each counts by itself.
 */
public final class RedisCounter implements RateCounter {
  /**
   * The bucket is the microsecond at which it is full again. What stands there and is no number, or
   * one too far away, is not believed for longer than a window.
   */
  private static final RedisScript TAKE =
      new RedisScript(
          """
          local calls, interval = tonumber(ARGV[1]), tonumber(ARGV[2])
          local window = calls * interval
          local time = redis.call('TIME')
          local now = time[1] * 1000000 + time[2]
          local known = tonumber(redis.pcall('GET', KEYS[1])) or now
          if known ~= known then known = now end
          local before = math.min(math.max(known, now), now + window)
          local after = before + interval
          local wait = after - now - window
          if wait > 0 then
            return {0, before - now, wait}
          end
          local life = math.ceil((after - now) / 1000)
          redis.call('SET', KEYS[1], string.format('%.0f', after), 'PX', life)
          return {1, after - now, 0}
          """);

  private final Redis redis;
  private final RateCounter alone;

  /**
   * What is in the server.
   *
   * @param alone what counts while it is out of reach
   */
  public RedisCounter(Redis redis, RateCounter alone) {
    this.redis = redis;
    this.alone = alone;
  }

  @Override
  public Standing count(String who, RateLimit limit) {
    String name = HashedNames.of("rate", limit.calls() + "/" + limit.window() + "\n" + who);
    return redis.tell(
        link -> standing(limit, link.run(TAKE, name, limit.calls(), limit.intervalMicros())),
        () -> alone.count(who, limit));
  }

  private static Standing standing(RateLimit limit, List<Long> answer) {
    return new Standing(limit, answer.get(0) == 1, micros(answer.get(1)), micros(answer.get(2)));
  }

  private static Duration micros(long micros) {
    return Duration.of(micros, ChronoUnit.MICROS);
  }
}
