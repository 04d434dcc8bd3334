package dev.orlop.atproto.data;

import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
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
    return requireMap(parseValue(json, limits));
  }

  private static DataMap requireMap(DataValue value) {
    if (value instanceof DataMap map) {
      return map;
    }
    throw new InvalidJsonException("expected a JSON object");
  }

  /**
   * Reads an object from a stream, of which at most one byte more than the limit is taken.
   *
   * @throws InvalidJsonException if it is not one JSON object of the data model
   * @throws IOException if the stream cannot be read
   */
  public static DataMap parse(InputStream json, JsonLimits limits) throws IOException {
    return parse(json.readNBytes(limits.maxBytes() + 1), limits);
  }

  /**
   * Reads an object from text.
   *
   * @throws InvalidJsonException if it is not one JSON object of the data model
   */
  public static DataMap parse(String json) {
    return requireMap(parseChars(CharBuffer.wrap(json.toCharArray()), JsonLimits.DOCUMENT));
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
    // Decoded here and strictly: the parser would guess at UTF-16 and UTF-32 and let malformed
    // UTF-8 pass, and two readers of one document must not see two texts.
    return parseChars(decode(json), limits);
  }

  private static CharBuffer decode(byte[] json) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json));
    } catch (CharacterCodingException e) {
      throw new InvalidJsonException("not UTF-8");
    }
  }

  private static DataValue parseChars(CharBuffer json, JsonLimits limits) {
    try (JsonParser parser =
        FACTORY.createParser(
            ObjectReadContext.empty(),
            json.array(),
            json.arrayOffset() + json.position(),
            json.remaining())) {
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
