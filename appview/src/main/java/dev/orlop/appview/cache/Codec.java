package dev.orlop.appview.cache;

import dev.orlop.car.cbor.CborException;
import dev.orlop.car.cbor.CborLimits;
import dev.orlop.car.cbor.DagCbor;
import dev.orlop.car.cbor.DataMap;
import java.util.Optional;

/**
 * Turns values into bytes and back.
 *
 * @param <V> the values
 */
public interface Codec<V> {
  /** The bytes of a value; empty for one that cannot be kept. */
  Optional<byte[]> encode(V value);

  /** The value of bytes; empty if they are none, as those that another version wrote. */
  Optional<V> decode(byte[] bytes);

  /** Records and the like, as DAG-CBOR, at most {@code maxBytes} each. */
  static Codec<DataMap> data(int maxBytes) {
    CborLimits limits = new CborLimits(maxBytes, 64, 1 << 20, 8192);
    return new Codec<>() {
      @Override
      public Optional<byte[]> encode(DataMap value) {
        try {
          return Optional.of(DagCbor.encode(value, limits));
        } catch (CborException _) {
          return Optional.empty();
        }
      }

      @Override
      public Optional<DataMap> decode(byte[] bytes) {
        try {
          return Optional.of(DagCbor.decodeMap(bytes, limits));
        } catch (CborException _) {
          return Optional.empty();
        }
      }
    };
  }
}
