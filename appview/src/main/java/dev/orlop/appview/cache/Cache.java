package dev.orlop.appview.cache;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;

/**
 * Port: bytes under text keys, each with a lifetime. In this process or in another one that several
 * AppViews share; so it holds no objects, and what one version wrote another may read. Safe for
 * many threads.
 *
 * <p>It may lose any entry at any time, and one that is out of order is one that lost all: no
 * method throws because of that.
 */
public interface Cache {
  /** The bytes under a key, not to be changed; empty if there are none, or no more. */
  Optional<byte[]> get(String key);

  /**
   * Keeps bytes, in the place of those that were there.
   *
   * @param key at most {@value #MAX_KEY_LENGTH} characters
   * @param value not to be changed any more
   * @param life after which they are gone; if not positive, they are gone at once
   */
  void put(String key, byte[] value, Duration life);

  /** Keeps the same bytes under many keys. */
  default void putAll(Collection<String> keys, byte[] value, Duration life) {
    keys.forEach(key -> put(key, value, life));
  }

  /** Forgets what is under a key. */
  void remove(String key);

  /** The longest key: a collection, a DID and a record key at their longest fit in. */
  int MAX_KEY_LENGTH = 4096;
}
