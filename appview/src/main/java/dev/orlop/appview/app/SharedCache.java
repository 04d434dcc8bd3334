package dev.orlop.appview.app;

import dev.orlop.appview.cache.CacheKeys;
import dev.orlop.appview.config.AppViewConfig;
import dev.orlop.atproto.redis.Redis;
import dev.orlop.atproto.redis.RedisException;
import dev.orlop.atproto.redis.RedisInfo;
import dev.orlop.atproto.redis.RedisLink;
import dev.orlop.atproto.syntax.AtIdentifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The cache that AppViews share, for their operator; whether any of them runs makes no difference.
 */
public final class SharedCache implements AutoCloseable {
  private static final int BATCH = 1000;

  private final Redis redis;

  private SharedCache(Redis redis) {
    this.redis = redis;
  }

  /** The one that a configuration names; empty if its AppView remembers for itself. */
  public static Optional<SharedCache> of(AppViewConfig config) {
    return config.sharedCache().map(Redis::new).map(SharedCache::new);
  }

  /** Where it is, without a secret. */
  public String address() {
    return redis.address().toString();
  }

  /** What its server says of itself. */
  public RedisInfo info() throws RedisException {
    return RedisInfo.parse(redis.require(RedisLink::info));
  }

  /** How many entries there are of each kind. */
  public Map<String, Long> entries() throws RedisException {
    Map<String, Long> entries = new TreeMap<>();
    for (String name : names(CacheKeys::isOne)) {
      entries.merge(CacheKeys.kind(name), 1L, Long::sum);
    }
    return entries;
  }

  /** Drops everything that was looked up; returns how many entries that were. */
  public long clear() throws RedisException {
    return remove(names(CacheKeys::isOne));
  }

  /** Drops what was looked up about accounts or holds, by any of their names. */
  public long clear(Collection<AtIdentifier> about) throws RedisException {
    return remove(
        names(
            name ->
                CacheKeys.isOne(name)
                    && about.stream().anyMatch(one -> CacheKeys.isAbout(name, one))));
  }

  private Set<String> names(Predicate<String> wanted) throws RedisException {
    Set<String> names = new HashSet<>();
    String from = "0";
    do {
      String cursor = from;
      RedisLink.Names some = redis.require(link -> link.names(cursor));
      some.names().stream().filter(wanted).forEach(names::add);
      from = some.next();
    } while (!from.equals("0"));
    return names;
  }

  private long remove(Set<String> names) throws RedisException {
    List<String> list = new ArrayList<>(names);
    long removed = 0;
    for (int at = 0; at < list.size(); at += BATCH) {
      List<String> some = list.subList(at, Math.min(at + BATCH, list.size()));
      removed += redis.require(link -> link.remove(some));
    }
    return removed;
  }

  @Override
  public void close() {
    redis.close();
  }
}
