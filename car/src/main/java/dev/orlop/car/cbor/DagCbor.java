package dev.orlop.car.cbor;

import dev.orlop.car.cbor.DataValue.Array;
import dev.orlop.car.cbor.DataValue.Bool;
import dev.orlop.car.cbor.DataValue.Bytes;
import dev.orlop.car.cbor.DataValue.Int;
import dev.orlop.car.cbor.DataValue.Link;
import dev.orlop.car.cbor.DataValue.Null;
import dev.orlop.car.cbor.DataValue.Text;
import dev.orlop.car.cid.Cid;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whole values to bytes and back. {@code decode(encode(v))} is {@code v}, and the reverse. */
public final class DagCbor {
  // What is empty is shared: it comes as a single byte, and a million of them cost their sender
  // little.
  private static final Array EMPTY_ARRAY = new Array(List.of());

  private DagCbor() {}

  /**
   * The canonical bytes of a value.
   *
   * @throws CborException if {@link #decode(byte[])} would refuse them: nested too deep, too many
   *     items, a key or the whole too long. What is stored must be readable.
   */
  public static byte[] encode(DataValue value) {
    return encode(value, CborLimits.DEFAULT);
  }

  /**
   * The canonical bytes of a value.
   *
   * @throws CborException if {@link #decode(byte[], CborLimits)} would refuse them
   */
  public static byte[] encode(DataValue value, CborLimits limits) {
    DagCborWriter writer = new DagCborWriter();
    write(value, writer, limits, limits.maxDepth());
    if (writer.size() > limits.maxBytes()) {
      throw new CborException("CBOR longer than the limit of " + limits.maxBytes(), writer.size());
    }
    return writer.toByteArray();
  }

  /** The CID of a value's canonical bytes. */
  public static Cid cid(DataValue value) {
    return Cid.hash(Cid.Codec.DAG_CBOR, encode(value));
  }

  private static void write(DataValue value, DagCborWriter writer, CborLimits limits, int depth) {
    switch (value) {
      case Null _ -> writer.nil();
      case Bool(boolean b) -> writer.bool(b);
      case Int(long number) -> writer.integer(number);
      case Text(String text) -> writer.text(text);
      case Bytes bytes -> bytes.writeTo(writer);
      case Link(Cid cid) -> writer.link(cid);
      case Array(List<DataValue> items) -> {
        requireRoom(items.size(), writer, limits, depth);
        writer.arrayHead(items.size());
        for (DataValue item : items) {
          write(item, writer, limits, depth - 1);
        }
      }
      case DataMap map -> {
        requireRoom(map.size(), writer, limits, depth);
        writer.mapHead(map.size());
        for (Map.Entry<String, DataValue> field : map.fields().entrySet()) {
          if (Utf8.length(field.getKey()) > limits.maxKeyBytes()) {
            throw new CborException("a map key longer than the limit", writer.size());
          }
          writer.text(field.getKey());
          write(field.getValue(), writer, limits, depth - 1);
        }
      }
    }
  }

  private static void requireRoom(int items, DagCborWriter writer, CborLimits limits, int depth) {
    if (depth == 0) {
      throw new CborException("nested deeper than the limit", writer.size());
    }
    if (items > limits.maxItems()) {
      throw new CborException("more items than the limit", writer.size());
    }
  }

  /**
   * Reads one value that fills all of {@code input}, within the default limits.
   *
   * @throws CborException for anything but the canonical bytes of a value of the data model
   */
  public static DataValue decode(byte[] input) {
    return decode(input, CborLimits.DEFAULT);
  }

  /**
   * Reads one value that fills all of {@code input}.
   *
   * @throws CborException for anything but the canonical bytes of a value of the data model
   */
  public static DataValue decode(byte[] input, CborLimits limits) {
    DagCborReader reader = new DagCborReader(input, 0, input.length, limits);
    DataValue value = read(reader, limits.maxDepth());
    reader.end();
    return value;
  }

  /**
   * Reads one value that is a map, as records and bodies are.
   *
   * @throws CborException for anything else
   */
  public static DataMap decodeMap(byte[] input, CborLimits limits) {
    if (decode(input, limits) instanceof DataMap map) {
      return map;
    }
    throw new CborException("expected a map", 0);
  }

  /**
   * Throws unless {@code length} bytes of {@code buffer} from {@code offset} are what {@link
   * #decodeMap} takes; makes no values.
   *
   * @throws CborException for anything else
   */
  public static void requireCanonicalMap(byte[] buffer, int offset, int length, CborLimits limits) {
    DagCborReader reader = new DagCborReader(buffer, offset, length, limits);
    boolean map = reader.kind() == DagCborReader.Kind.MAP;
    new CanonicalCheck(reader, limits).value(limits.maxDepth());
    reader.end();
    if (!map) {
      throw new CborException("expected a map", 0);
    }
  }

  /** Reads the next value of {@code reader}, nested at most {@code depth} deep. */
  public static DataValue read(DagCborReader reader, int depth) {
    return switch (reader.kind()) {
      case INTEGER -> new Int(reader.integer());
      case BYTES -> new Bytes(reader.bytes());
      case TEXT -> new Text(reader.text());
      case LINK -> new Link(reader.link());
      case BOOL -> new Bool(reader.bool());
      case NULL -> {
        reader.nil();
        yield Null.NULL;
      }
      case ARRAY -> readArray(reader, descend(reader, depth));
      case MAP -> readMap(reader, descend(reader, depth));
    };
  }

  static int descend(DagCborReader reader, int depth) {
    if (depth == 0) {
      throw reader.faultHere("nested deeper than the limit");
    }
    return depth - 1;
  }

  private static Array readArray(DagCborReader reader, int depth) {
    int count = reader.arrayHead();
    if (count == 0) {
      return EMPTY_ARRAY;
    }
    // The list grows with what is really there; the declared count is only a bound.
    List<DataValue> items = new ArrayList<>(Math.min(count, 16));
    for (int i = 0; i < count; i++) {
      items.add(read(reader, depth));
    }
    return new Array(items);
  }

  private static DataMap readMap(DagCborReader reader, int depth) {
    int count = reader.mapHead();
    if (count == 0) {
      return DataMap.EMPTY;
    }
    LinkedHashMap<String, DataValue> fields = LinkedHashMap.newLinkedHashMap(Math.min(count, 16));
    @Nullable String previous = null;
    for (int i = 0; i < count; i++) {
      int from = reader.position();
      String key = reader.key();
      if (previous != null && DataMap.compareKeys(previous, key) >= 0) {
        throw outOfOrder(from);
      }
      previous = key;
      fields.put(key, read(reader, depth));
    }
    return new DataMap(fields);
  }

  static CborException outOfOrder(int position) {
    return new CborException("map keys out of order, or twice the same", position);
  }
}
