package dev.orlop.atproto.data;

import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.car.cbor.DataValue.Array;
import dev.orlop.car.cbor.DataValue.Bool;
import dev.orlop.car.cbor.DataValue.Bytes;
import dev.orlop.car.cbor.DataValue.Int;
import dev.orlop.car.cbor.DataValue.Link;
import dev.orlop.car.cbor.DataValue.Null;
import dev.orlop.car.cbor.DataValue.Text;
import dev.orlop.car.cid.Cid;
import dev.orlop.car.cid.InvalidCidException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Turns the tokens of one JSON value into a value of the data model. */
final class JsonValueReader {
  private final JsonParser parser;
  private final JsonLimits limits;

  JsonValueReader(JsonParser parser, JsonLimits limits) {
    this.parser = parser;
    this.limits = limits;
  }

  DataValue read(JsonToken token, int depth) {
    return switch (token) {
      case START_OBJECT -> readObject(descend(depth));
      case START_ARRAY -> readArray(descend(depth));
      case VALUE_STRING -> new Text(requireText(parser.getString()));
      case VALUE_NUMBER_INT -> readInteger();
      case VALUE_NUMBER_FLOAT -> readIntegral(parser.getString());
      case VALUE_TRUE -> new Bool(true);
      case VALUE_FALSE -> new Bool(false);
      case VALUE_NULL -> Null.NULL;
      default -> throw new InvalidJsonException("unexpected " + token);
    };
  }

  private static int descend(int depth) {
    if (depth == 0) {
      throw new InvalidJsonException("nested deeper than the limit");
    }
    return depth - 1;
  }

  private DataValue readArray(int depth) {
    List<DataValue> items = new ArrayList<>();
    JsonToken token;
    while ((token = next()) != JsonToken.END_ARRAY) {
      requireRoom(items.size());
      items.add(read(token, depth));
    }
    return new Array(items);
  }

  private DataValue readObject(int depth) {
    DataMap.Builder builder = DataMap.builder();
    int fields = 0;
    while (next() != JsonToken.END_OBJECT) {
      requireRoom(fields++);
      String name = requireText(parser.currentName());
      builder.put(name, read(next(), depth));
    }
    return special(builder.build());
  }

  /** Gives the objects their meaning whose fields start with a dollar sign. */
  private static DataValue special(DataMap map) {
    if (map.get("$link") instanceof DataValue link) {
      return readLink(map, link);
    }
    if (map.get("$bytes") instanceof DataValue bytes) {
      return readBytes(map, bytes);
    }
    if (map.has("$type")) {
      String type = map.type().orElse("");
      if (type.isEmpty()) {
        throw new InvalidJsonException("a $type is text that is not empty");
      }
      if (type.equals("blob")) {
        BlobRef.of(map);
      }
    }
    return map;
  }

  private static Link readLink(DataMap map, DataValue link) {
    if (map.size() == 1 && link instanceof Text(String cid)) {
      try {
        return new Link(Cid.parse(cid));
      } catch (InvalidCidException e) {
        throw new InvalidJsonException("a $link that is no CID: " + e.getMessage());
      }
    }
    throw new InvalidJsonException("a $link is one field with a CID");
  }

  private static Bytes readBytes(DataMap map, DataValue bytes) {
    if (map.size() == 1 && bytes instanceof Text(String base64)) {
      try {
        return new Bytes(Base64.getDecoder().decode(base64));
      } catch (IllegalArgumentException e) {
        throw new InvalidJsonException("$bytes that are no base64");
      }
    }
    throw new InvalidJsonException("$bytes is one field with base64");
  }

  private Int readInteger() {
    return switch (parser.getNumberType()) {
      case INT, LONG -> new Int(parser.getLongValue());
      default -> throw new InvalidJsonException("an integer of more than 64 bits");
    };
  }

  /**
   * A number that is written with a fraction or an exponent, and is an integer all the same. Its
   * exponent is looked at before it is expanded: 1e999999999 is short to write and long to hold.
   */
  private static Int readIntegral(String text) {
    try {
      BigDecimal number = new BigDecimal(text);
      if (number.signum() == 0) {
        return new Int(0);
      }
      if ((long) number.precision() - number.scale() <= 19) {
        return new Int(number.longValueExact());
      }
    } catch (NumberFormatException _) {
      // An exponent that not even BigDecimal holds; refused below.
    } catch (ArithmeticException _) {
      // A fraction, or a little more than 64 bits; refused below.
    }
    throw new InvalidJsonException("a number that is no integer of 64 bits");
  }

  private JsonToken next() {
    @Nullable JsonToken token = parser.nextToken();
    if (token == null) {
      throw new InvalidJsonException("cut off");
    }
    return token;
  }

  private void requireRoom(int items) {
    if (items >= limits.maxItems()) {
      throw new InvalidJsonException("more than " + limits.maxItems() + " items");
    }
  }

  private static String requireText(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!pair) {
          throw new InvalidJsonException("text with half a surrogate pair");
        }
        i++;
      }
    }
    return text;
  }
}
