package dev.orlop.appview.pds;

import dev.orlop.appview.cache.Codec;
import dev.orlop.atproto.syntax.InvalidSyntaxException;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A list of records in the cache: two arrays, keys and values. */
final class ListingCodec implements Codec<List<Listed>> {
  private static final String KEYS = "keys";
  private static final String VALUES = "values";

  private final Codec<DataMap> data;

  ListingCodec(long maxBytes) {
    this.data = Codec.data((int) Math.min(maxBytes, Integer.MAX_VALUE));
  }

  @Override
  public Optional<byte[]> encode(List<Listed> records) {
    return data.encode(
        DataMap.builder()
            .put(KEYS, records.stream().map(one -> new DataValue.Text(one.rkey().value())).toList())
            .put(VALUES, records.stream().map(Listed::value).toList())
            .build());
  }

  @Override
  public Optional<List<Listed>> decode(byte[] bytes) {
    return data.decode(bytes).flatMap(ListingCodec::records);
  }

  private static Optional<List<Listed>> records(DataMap map) {
    List<DataValue> keys = map.array(KEYS).orElse(List.of());
    List<DataValue> values = map.array(VALUES).orElse(List.of());
    if (keys.size() != values.size()) {
      return Optional.empty();
    }
    List<Listed> records = new ArrayList<>(keys.size());
    for (int i = 0; i < keys.size(); i++) {
      if (!(keys.get(i) instanceof DataValue.Text(String key))
          || !(values.get(i) instanceof DataMap value)) {
        return Optional.empty();
      }
      try {
        records.add(new Listed(new RecordKey(key), value));
      } catch (InvalidSyntaxException _) {
        return Optional.empty();
      }
    }
    return Optional.of(records);
  }
}
