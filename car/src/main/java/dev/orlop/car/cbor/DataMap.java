package dev.orlop.car.cbor;

import dev.orlop.car.cid.Cid;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A map of the data model: text keys in canonical order, immutable.
 *
 * <p>The typed getters answer empty both for an absent field and for one of another type: a reader
 * that must tell the two apart uses {@link #get}.
 */
public final class DataMap implements DataValue {
  /** The map without fields. */
  public static final DataMap EMPTY = new DataMap(new LinkedHashMap<>());

  private final Map<String, DataValue> fields;

  /** Takes a map that is already in canonical order and that nobody changes any more. */
  DataMap(Map<String, DataValue> inCanonicalOrder) {
    this.fields = Collections.unmodifiableMap(inCanonicalOrder);
  }

  /** A map of the given fields, in whichever order they come. */
  public static DataMap of(Map<String, ? extends DataValue> fields) {
    Builder builder = builder();
    fields.forEach(builder::put);
    return builder.build();
  }

  /** Starts a map. */
  public static Builder builder() {
    return new Builder();
  }

  /** The order of map keys in DAG-CBOR: by length in bytes, then by the bytes, unsigned. */
  public static int compareKeys(String a, String b) {
    int order = Integer.compare(Utf8.length(a), Utf8.length(b));
    return order != 0 ? order : Utf8.compare(a, b);
  }

  /** Every field, in canonical order. */
  public Map<String, DataValue> fields() {
    return fields;
  }

  /** How many fields there are. */
  public int size() {
    return fields.size();
  }

  /** Whether the field is there, be it null. */
  public boolean has(String key) {
    return fields.containsKey(key);
  }

  /** The value of a field, or null where it is absent. */
  public @Nullable DataValue get(String key) {
    return fields.get(key);
  }

  /** A text field. */
  public Optional<String> text(String key) {
    return fields.get(key) instanceof Text(String value) ? Optional.of(value) : Optional.empty();
  }

  /** An integer field. */
  public OptionalLong integer(String key) {
    return fields.get(key) instanceof Int(long value)
        ? OptionalLong.of(value)
        : OptionalLong.empty();
  }

  /** A boolean field. */
  public Optional<Boolean> bool(String key) {
    return fields.get(key) instanceof Bool(boolean value) ? Optional.of(value) : Optional.empty();
  }

  /** A link field. */
  public Optional<Cid> link(String key) {
    return fields.get(key) instanceof Link(Cid cid) ? Optional.of(cid) : Optional.empty();
  }

  /** A bytes field. */
  public Optional<byte[]> bytes(String key) {
    return fields.get(key) instanceof Bytes bytes ? Optional.of(bytes.value()) : Optional.empty();
  }

  /** A map field. */
  public Optional<DataMap> map(String key) {
    return fields.get(key) instanceof DataMap map ? Optional.of(map) : Optional.empty();
  }

  /** The items of an array field. */
  public Optional<List<DataValue>> array(String key) {
    return fields.get(key) instanceof Array(List<DataValue> items)
        ? Optional.of(items)
        : Optional.empty();
  }

  /** The field that names the type of a record or of a union's member. */
  public Optional<String> type() {
    return text("$type");
  }

  /** This map with one field set. */
  public DataMap with(String key, DataValue value) {
    return toBuilder().put(key, value).build();
  }

  /** This map without a field. */
  public DataMap without(String key) {
    Builder builder = toBuilder();
    builder.fields.remove(key);
    return builder.build();
  }

  /** A builder that holds the fields of this map. */
  public Builder toBuilder() {
    Builder builder = builder();
    builder.fields.putAll(fields);
    return builder;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof DataMap map && fields.equals(map.fields);
  }

  @Override
  public int hashCode() {
    return fields.hashCode();
  }

  @Override
  public String toString() {
    return fields.toString();
  }

  /** Collects the fields of a map; a field that is put again replaces the former one. */
  public static final class Builder {
    private final TreeMap<String, DataValue> fields = new TreeMap<>(DataMap::compareKeys);

    private Builder() {}

    /** Sets a field. */
    public Builder put(String key, DataValue value) {
      fields.put(key, value);
      return this;
    }

    /** Sets a text field. */
    public Builder put(String key, String value) {
      return put(key, new Text(value));
    }

    /** Sets an integer field. */
    public Builder put(String key, long value) {
      return put(key, new Int(value));
    }

    /** Sets a boolean field. */
    public Builder put(String key, boolean value) {
      return put(key, new Bool(value));
    }

    /** Sets a link field. */
    public Builder put(String key, Cid cid) {
      return put(key, new Link(cid));
    }

    /** Sets an array field. */
    public Builder put(String key, List<? extends DataValue> items) {
      return put(key, new Array(List.copyOf(items)));
    }

    /** Sets a text field if there is a value, by its {@code toString}. */
    public Builder putIfPresent(String key, Optional<?> value) {
      value.ifPresent(present -> put(key, present.toString()));
      return this;
    }

    /** The map. */
    public DataMap build() {
      return new DataMap(new LinkedHashMap<>(fields));
    }
  }
}
