package dev.orlop.atproto.data;

import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/** Reads and writes the JSON form of values. */
public final class DataJson {
  private static final int MAX_NUMBER_LENGTH = 100;

  /** Depth and sizes are bounded here once more, below the limits that a caller can give. */
  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(100)
                  .maxNumberLength(MAX_NUMBER_LENGTH)
                  .maxNameLength(8192)
                  .maxStringLength(16 << 20)
                  .build())
          .build();

  private DataJson() {}

  /**
   * Reads an object, as bodies and records are, within the limits of a body.
   *
   * @throws InvalidJsonException if it is not one JSON object of the data model
   */
  public static DataMap parse(byte[] json) {
    return parse(json, JsonLimits.BODY);
  }

  /**
   * Reads an object.
   *
   * @throws InvalidJsonException if it is not one JSON object of the data model
   */
  public static DataMap parse(byte[] json, JsonLimits limits) {
    if (parseValue(json, limits) instanceof DataMap map) {
      return map;
    }
    throw new InvalidJsonException("expected a JSON object");
  }

  /** Reads an object from text. */
  public static DataMap parse(String json) {
    return parse(json.getBytes(StandardCharsets.UTF_8), JsonLimits.DOCUMENT);
  }

  /**
   * Reads any value.
   *
   * @throws InvalidJsonException if it is not one JSON value of the data model
   */
  public static DataValue parseValue(byte[] json, JsonLimits limits) {
    if (json.length > limits.maxBytes()) {
      throw new InvalidJsonException(
          "JSON of " + json.length + " bytes, limit " + limits.maxBytes());
    }
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw new InvalidJsonException("no JSON at all");
      }
      DataValue value = new JsonValueReader(parser, limits).read(first, limits.maxDepth());
      if (parser.nextToken() != null) {
        throw new InvalidJsonException("something behind the JSON value");
      }
      return value;
    } catch (JacksonException e) {
      throw new InvalidJsonException("not JSON: " + e.getOriginalMessage());
    }
  }

  /** The compact JSON of a value, in UTF-8. */
  public static byte[] write(DataValue value) {
    return JsonValueWriter.write(value, false);
  }

  /** The compact JSON of a value, as text. */
  public static String text(DataValue value) {
    return new String(write(value), StandardCharsets.UTF_8);
  }

  /** The JSON of a value for people: indented, with a line break at the end. */
  public static String pretty(DataValue value) {
    return new String(JsonValueWriter.write(value, true), StandardCharsets.UTF_8) + "\n";
  }

  /** An array of values. */
  public static DataValue array(List<? extends DataValue> items) {
    return new DataValue.Array(List.copyOf(items));
  }
}
