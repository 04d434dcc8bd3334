package dev.orlop.car.cbor;

import dev.orlop.car.cid.Cid;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A value of the AT Protocol data model: what a record, a parameter or a body is made of, whether
 * it travels as DAG-CBOR or as JSON. Immutable.
 */
public sealed interface DataValue
    permits DataValue.Null,
        DataValue.Bool,
        DataValue.Int,
        DataValue.Text,
        DataValue.Bytes,
        DataValue.Link,
        DataValue.Array,
        DataMap {
  /** Explicit null, which is not the same as an absent field. */
  record Null() implements DataValue {
    /** There is only one. */
    public static final Null NULL = new Null();
  }

  /** A truth value. */
  record Bool(boolean value) implements DataValue {}

  /** An integer of 64 bits; the network asks producers to stay within 53. */
  record Int(long value) implements DataValue {}

  /** Unicode text. */
  record Text(String value) implements DataValue {}

  /** Bytes. */
  final class Bytes implements DataValue {
    private final byte[] value;

    /** Copies {@code value}. */
    public Bytes(byte[] value) {
      this.value = value.clone();
    }

    /** Writes the bytes without the copy that {@link #value} makes. */
    void writeTo(DagCborWriter writer) {
      writer.bytes(value);
    }

    /** A copy of the bytes. */
    public byte[] value() {
      return value.clone();
    }

    /** How many there are. */
    public int length() {
      return value.length;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Bytes bytes && Arrays.equals(value, bytes.value);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
      return "Bytes[" + HexFormat.of().formatHex(value) + "]";
    }
  }

  /** A reference to another block. */
  record Link(Cid cid) implements DataValue {}

  /** An ordered list. */
  record Array(List<DataValue> items) implements DataValue {
    /** Copies {@code items}. */
    public Array {
      items = List.copyOf(items);
    }
  }
}
