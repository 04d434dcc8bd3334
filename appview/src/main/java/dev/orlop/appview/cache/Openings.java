package dev.orlop.appview.cache;

import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Arrays;
import java.util.Optional;

/**
 * Entries that were decoded lately: what is asked for often is not decoded each time. Each is held
 * against the bytes that are in the cache now, so it is never older than they.
 *
 * @param <V> the values
 */
final class Openings<V> {
  /** Of encoded entries; as values they take a few times that. */
  private static final long MAX_BYTES = 4 << 20;

  private final Codec<V> codec;
  private final com.github.benmanes.caffeine.cache.Cache<String, Opened<V>> lately =
      Caffeine.newBuilder()
          .maximumWeight(MAX_BYTES)
          .weigher((String _, Opened<V> opened) -> opened.encoded.length)
          .executor(Runnable::run)
          .build();

  Openings(Codec<V> codec) {
    this.codec = codec;
  }

  /** An entry, and its value if it has one that can be read. */
  static final class Opened<V> {
    private final byte[] encoded;
    private final Entry entry;
    private final Optional<V> value;

    private Opened(byte[] encoded, Entry entry, Optional<V> value) {
      this.encoded = encoded;
      this.entry = entry;
      this.value = value;
    }

    Entry entry() {
      return entry;
    }

    Optional<V> value() {
      return value;
    }
  }

  /** Decodes an entry of this name, unless that was done; empty for what is none. */
  Optional<Opened<V>> open(String name, byte[] encoded) {
    Opened<V> known = lately.getIfPresent(name);
    if (known != null && Arrays.equals(known.encoded, encoded)) {
      return Optional.of(known);
    }
    Optional<Opened<V>> opened =
        Entry.decode(encoded)
            .map(
                entry -> new Opened<>(encoded, entry, entry.last().found().flatMap(codec::decode)));
    opened.ifPresent(now -> lately.put(name, now));
    return opened;
  }
}
