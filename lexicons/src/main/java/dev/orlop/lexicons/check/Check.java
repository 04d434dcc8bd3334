package dev.orlop.lexicons.check;

import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import org.jspecify.annotations.Nullable;

/** Looks at a value. Immutable, for use by any number of threads. */
public interface Check {
  /** Values within values; the formats that carry them allow no more. */
  int MAX_DEPTH = 64;

  /**
   * The first fault of {@code value}, or null when there is none.
   *
   * @param depth how many containers hold the value
   */
  @Nullable Fault check(DataValue value, int depth);

  /** What a value is called in a message. */
  static String kind(DataValue value) {
    return switch (value) {
      case DataValue.Null() -> "null";
      case DataValue.Bool(_) -> "a boolean";
      case DataValue.Int(_) -> "an integer";
      case DataValue.Text(_) -> "a string";
      case DataValue.Bytes _ -> "bytes";
      case DataValue.Link(_) -> "a link";
      case DataValue.Array(_) -> "an array";
      case DataMap map -> BlobCheck.isBlob(map) ? "a blob" : "an object";
    };
  }

  /** The fault of a value that is of another kind altogether. */
  static Fault expected(String wanted, DataValue found) {
    return Fault.of("expected " + wanted + ", got " + kind(found));
  }

  /** The fault of a container that lies too deep, or null. */
  static @Nullable Fault tooDeep(int depth) {
    return depth < MAX_DEPTH
        ? null
        : Fault.of("expected at most " + MAX_DEPTH + " values within each other");
  }
}
