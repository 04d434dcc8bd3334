package dev.orlop.lexicons;

import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.lexicons.check.Check;
import dev.orlop.lexicons.check.Checks;
import dev.orlop.lexicons.check.Fault;
import dev.orlop.lexicons.model.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes typed values of the query part of a URL, and holds them against the schema. */
final class ParamsReader {
  private static final int MAX_DIGITS = 19;

  /** A declared parameter; {@code item} is the type of one text. */
  private record Param(
      String key, Check check, boolean required, boolean repeats, Schema item, String path) {}

  private final List<Param> declared = new ArrayList<>();

  ParamsReader(Schema.OfObject params, Checks checks) {
    params
        .properties()
        .forEach(
            (key, schema) ->
                declared.add(
                    new Param(
                        key,
                        checks.compileParam(schema),
                        params.required().contains(key),
                        schema instanceof Schema.OfArray,
                        schema instanceof Schema.OfArray(Schema items, _) ? items : schema,
                        "$." + key)));
  }

  /** Reads the texts of each name, which come in the order of the URL. */
  ParamsResult read(Function<String, List<String>> query) {
    DataMap.Builder builder = DataMap.builder();
    Validity.Invalid invalid = each(query, builder::put);
    return invalid == null
        ? new ParamsResult.Parsed(builder.build())
        : new ParamsResult.Invalid(invalid.path(), invalid.message());
  }

  /** Looks at them only. */
  Validity check(Function<String, List<String>> query) {
    Validity.Invalid invalid = each(query, (_, _) -> {});
    return invalid == null ? Validity.Valid.VALID : invalid;
  }

  private Validity.@Nullable Invalid each(
      Function<String, List<String>> query, BiConsumer<String, DataValue> sink) {
    for (Param param : declared) {
      List<String> texts = query.apply(param.key);
      if (texts.size() > 1 && !param.repeats) {
        return new Validity.Invalid(param.path, "expected one value, not several");
      }
      DataValue value = texts.isEmpty() ? fallback(param.item) : value(param, texts);
      if (value != null) {
        Fault fault = param.check.check(value, 1);
        if (fault != null) {
          return new Validity.Invalid(fault.in(param.key).path(), fault.message());
        }
        sink.accept(param.key, value);
      } else if (param.required) {
        return new Validity.Invalid(param.path, "is required");
      }
    }
    return null;
  }

  private static DataValue value(Param param, List<String> texts) {
    if (!param.repeats) {
      return scalar(param.item, texts.getFirst());
    }
    List<DataValue> values = new ArrayList<>(texts.size());
    for (String text : texts) {
      values.add(scalar(param.item, text));
    }
    return new DataValue.Array(values);
  }

  /** What is no value of the type stays text: the check then says what was expected. */
  private static DataValue scalar(Schema schema, String text) {
    return switch (schema) {
      case Schema.OfBoolean _ when text.equals("true") -> new DataValue.Bool(true);
      case Schema.OfBoolean _ when text.equals("false") -> new DataValue.Bool(false);
      case Schema.OfInteger _ when isInteger(text) -> integer(text);
      default -> new DataValue.Text(text);
    };
  }

  private static boolean isInteger(String text) {
    int first = text.startsWith("-") ? 1 : 0;
    int digits = text.length() - first;
    if (digits == 0 || digits > MAX_DIGITS) {
      return false;
    }
    for (int i = first; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  private static DataValue integer(String text) {
    try {
      return new DataValue.Int(Long.parseLong(text));
    } catch (NumberFormatException _) {
      return new DataValue.Text(text); // 19 digits can be more than 64 bits hold.
    }
  }

  private static @Nullable DataValue fallback(Schema schema) {
    return switch (schema) {
      case Schema.OfBoolean(_, Boolean value) when value != null -> new DataValue.Bool(value);
      case Schema.OfInteger(_, _, Long value) when value != null -> new DataValue.Int(value);
      case Schema.OfString string when string.defaultValue() != null ->
          new DataValue.Text(string.defaultValue());
      default -> null;
    };
  }
}
