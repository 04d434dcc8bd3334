package dev.orlop.cli.output;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A JSON value to print; an object keeps the order in which its fields were put. */
public sealed interface Json {
  /** A string. */
  record Text(String value) implements Json {}

  /** An integer. */
  record Whole(long value) implements Json {}

  /** True or false. */
  record Bool(boolean value) implements Json {}

  /** An array. */
  record Array(List<Json> items) implements Json {
    /** Copies the list. */
    public Array {
      items = List.copyOf(items);
    }
  }

  /** An object under construction; not shared before it is complete. */
  final class Obj implements Json {
    private final Map<String, Json> fields = new LinkedHashMap<>();

    private Obj() {}

    /** The fields in order; a view. */
    Map<String, Json> fields() {
      return Collections.unmodifiableMap(fields);
    }

    /** Sets a field. */
    public Obj put(String name, Json value) {
      fields.put(name, value);
      return this;
    }

    /** Sets a text field. */
    public Obj put(String name, String value) {
      return put(name, new Text(value));
    }

    /** Sets an integer field. */
    public Obj put(String name, long value) {
      return put(name, new Whole(value));
    }

    /** Sets a boolean field. */
    public Obj put(String name, boolean value) {
      return put(name, new Bool(value));
    }

    /** Sets a text field, or leaves it out when there is no value: absent, never null. */
    public Obj put(String name, Optional<String> value) {
      value.ifPresent(text -> put(name, text));
      return this;
    }

    /** Sets an array of texts. */
    public Obj put(String name, List<String> values) {
      return put(name, texts(values));
    }
  }

  /** A new object. */
  static Obj object() {
    return new Obj();
  }

  /** An array of values. */
  static Json array(List<? extends Json> items) {
    return new Array(List.copyOf(items));
  }

  /** An array of texts. */
  static Json texts(List<String> values) {
    return new Array(values.stream().<Json>map(Text::new).toList());
  }

  /** The value as indented text, without a newline at the end. */
  default String pretty() {
    StringBuilder out = new StringBuilder();
    JsonText.append(out, this, 0);
    return out.toString();
  }
}
