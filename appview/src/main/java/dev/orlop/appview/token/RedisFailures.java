package dev.orlop.appview.token;

import dev.orlop.atproto.redis.HashedNames;
import dev.orlop.atproto.redis.Redis;
import dev.orlop.atproto.redis.RedisScript;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Failures that several AppViews count together, by the clock of the server that has them: who asks
 * another one gets no more tries. While it is out of reach, each AppView counts by itself.
 */
public final class RedisFailures implements FailureStore {
  /** Counts, if it is to ({@code ARGV[1]}); answers how many, and so many milliseconds ago. */
  private static final RedisScript COUNT =
      new RedisScript(
          """
          local time = redis.call('TIME')
          local now = time[1] * 1000 + math.floor(time[2] / 1000)
          local known = redis.pcall('GET', KEYS[1])
          local count, last = string.match(type(known) == 'string' and known or '', '^(%d+) (%d+)$')
          count, last = tonumber(count) or 0, tonumber(last) or now
          if ARGV[1] == '1' then
            count, last = math.min(count, 1000000) + 1, now
            local text = string.format('%.0f %.0f', count, last)
            redis.call('SET', KEYS[1], text, 'PX', ARGV[2])
          end
          return {count, now - last}
          """);

  private final Redis redis;
  private final FailureStore alone;
  private final InstantSource clock;

  /**
   * What is in the server.
   *
   * @param alone what counts while it is out of reach
   */
  public RedisFailures(Redis redis, FailureStore alone, InstantSource clock) {
    this.redis = redis;
    this.alone = alone;
    this.clock = clock;
  }

  private static String name(String key) {
    return HashedNames.of("fail", key);
  }

  @Override
  public Optional<Failures> find(String key) {
    return redis.ask(link -> failures(link.run(COUNT, name(key), 0, 0)), () -> alone.find(key));
  }

  private Optional<Failures> failures(List<Long> answer) {
    int count = (int) Math.min(answer.get(0), Integer.MAX_VALUE);
    return count == 0
        ? Optional.empty()
        : Optional.of(new Failures(count, clock.instant().minusMillis(answer.get(1))));
  }

  @Override
  public void add(String key) {
    boolean shared =
        redis.tell(
            link -> !link.run(COUNT, name(key), 1, MEMORY.toMillis()).isEmpty(), () -> false);
    if (!shared) {
      alone.add(key);
    }
  }

  @Override
  public void forget(String key) {
    alone.forget(key);
    boolean unused = redis.ask(link -> link.remove(List.of(name(key))) >= 0, () -> false);
  }
}
