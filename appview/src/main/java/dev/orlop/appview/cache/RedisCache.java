package dev.orlop.appview.cache;

import dev.orlop.atproto.redis.Redis;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;

/**
 * A cache that several AppViews share, in a Redis server. While that is out of reach, this process
 * remembers for itself, though not for long; and what was to be forgotten meanwhile is forgotten
 * when the server is back.
 */
public final class RedisCache implements Cache {
  /** A larger value is not kept; a manifest at its largest is about half of it. */
  static final int MAX_VALUE_BYTES = 8 << 20;

  /** How long this process remembers what it cannot share. */
  private static final Duration ALONE = Duration.ofMinutes(1);

  /** What is to be forgotten beyond this many keys lives as long as it was going to. */
  private static final int MAX_OWED = 10_000;

  private static final byte FORM = 1;
  private static final int HEAD_BYTES = 1 + 4;

  private final Redis redis;
  private final Cache alone;
  private final Set<String> owed = ConcurrentHashMap.newKeySet();

  /**
   * What is in the server.
   *
   * @param alone what to use while it is out of reach
   */
  public RedisCache(Redis redis, Cache alone) {
    this.redis = redis;
    this.alone = alone;
  }

  @Override
  public Optional<byte[]> get(String key) {
    settle();
    Optional<byte[]> shared =
        owed.contains(key)
            ? Optional.empty()
            : redis.ask(
                link -> link.read(key, HEAD_BYTES + MAX_VALUE_BYTES).flatMap(RedisCache::opened),
                Optional::empty);
    return shared.or(() -> alone.get(key));
  }

  @Override
  public void put(String key, byte[] value, Duration life) {
    putAll(List.of(key), value, life);
  }

  @Override
  public void putAll(Collection<String> keys, byte[] value, Duration life) {
    if (!life.isPositive() || value.length > MAX_VALUE_BYTES) {
      keys.forEach(this::remove);
      return;
    }
    settle();
    byte[] sealed = sealed(value);
    boolean shared =
        redis.tell(
            link -> {
              link.write(keys, sealed, life);
              return true;
            },
            () -> false);
    if (!shared) {
      Duration shorter = life.compareTo(ALONE) < 0 ? life : ALONE;
      // An older value may be in the server, and must not come back with it.
      keys.forEach(this::owe);
      alone.putAll(keys, value, shorter);
    }
  }

  @Override
  public void remove(String key) {
    alone.remove(key);
    boolean done = redis.ask(link -> link.remove(List.of(key)) >= 0, () -> false);
    if (!done) {
      owe(key);
    }
  }

  private void owe(String key) {
    if (owed.size() < MAX_OWED) {
      owed.add(key);
    }
  }

  /** Makes good what could not be done. */
  private void settle() {
    if (owed.isEmpty()) {
      return;
    }
    List<String> keys = List.copyOf(owed);
    boolean done = redis.ask(link -> link.remove(keys) >= 0, () -> false);
    if (done) {
      keys.forEach(owed::remove);
    }
  }

  /** With a sum: what somebody else wrote, or wrote half, is no value. */
  private static byte[] sealed(byte[] value) {
    return ByteBuffer.allocate(HEAD_BYTES + value.length)
        .put(FORM)
        .putInt(sum(value))
        .put(value)
        .array();
  }

  private static Optional<byte[]> opened(byte[] sealed) {
    if (sealed.length < HEAD_BYTES || sealed[0] != FORM) {
      return Optional.empty();
    }
    byte[] value = Arrays.copyOfRange(sealed, HEAD_BYTES, sealed.length);
    boolean whole = ByteBuffer.wrap(sealed).getInt(1) == sum(value);
    return whole ? Optional.of(value) : Optional.empty();
  }

  private static int sum(byte[] value) {
    CRC32C sum = new CRC32C();
    sum.update(value);
    return (int) sum.getValue();
  }
}
