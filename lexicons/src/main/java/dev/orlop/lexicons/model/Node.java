package dev.orlop.lexicons.model;

import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** A map of a document and where it stands, with getters that refuse a field of the wrong type. */
record Node(DataMap map, String path) {
  static Node of(@Nullable DataValue value, String path) {
    if (value instanceof DataMap map) {
      return new Node(map, path);
    }
    throw new InvalidLexiconException(path, value == null ? "is required" : "expected an object");
  }

  boolean has(String key) {
    return map.has(key);
  }

  Node child(String key) {
    return of(map.get(key), at(key));
  }

  @Nullable Node optionalChild(String key) {
    return has(key) ? child(key) : null;
  }

  String text(String key) {
    String text = optionalText(key);
    if (text == null) {
      throw refused(key, "is required");
    }
    return text;
  }

  @Nullable String optionalText(String key) {
    return switch (map.get(key)) {
      case null -> null;
      case DataValue.Text(String value) -> value;
      default -> throw refused(key, "expected a string");
    };
  }

  @Nullable Long optionalInteger(String key) {
    return switch (map.get(key)) {
      case null -> null;
      case DataValue.Int(long value) -> value;
      default -> throw refused(key, "expected an integer");
    };
  }

  @Nullable Boolean optionalBool(String key) {
    return switch (map.get(key)) {
      case null -> null;
      case DataValue.Bool(boolean value) -> value;
      default -> throw refused(key, "expected a boolean");
    };
  }

  boolean flag(String key) {
    return Boolean.TRUE.equals(optionalBool(key));
  }

  /** The items of a list; none where it is absent. */
  <T> List<T> list(String key, BiFunction<DataValue, String, T> item) {
    List<DataValue> items =
        switch (map.get(key)) {
          case null -> List.of();
          case DataValue.Array(List<DataValue> found) -> found;
          default -> throw refused(key, "expected an array");
        };
    List<T> read = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      read.add(item.apply(items.get(i), at(key) + "[" + i + "]"));
    }
    return read;
  }

  List<String> texts(String key) {
    return list(key, Node::textOf);
  }

  /** The bounds that two fields spell; lengths start at zero. */
  Bounds bounds(String minKey, String maxKey, Bounds without) {
    Long min = optionalInteger(minKey);
    Long max = optionalInteger(maxKey);
    Bounds bounds =
        new Bounds(min == null ? without.min() : min, max == null ? without.max() : max);
    if (bounds.min() < without.min()) {
      throw refused(minKey, "must not be negative");
    }
    if (bounds.min() > bounds.max()) {
      throw refused(maxKey, "must not be less than " + bounds.min());
    }
    return bounds;
  }

  static String textOf(DataValue value, String path) {
    if (value instanceof DataValue.Text(String text)) {
      return text;
    }
    throw new InvalidLexiconException(path, "expected a string");
  }

  static long integerOf(DataValue value, String path) {
    if (value instanceof DataValue.Int(long number)) {
      return number;
    }
    throw new InvalidLexiconException(path, "expected an integer");
  }

  String at(String key) {
    return path + "." + key;
  }

  InvalidLexiconException refused(String key, String message) {
    return new InvalidLexiconException(at(key), message);
  }
}
