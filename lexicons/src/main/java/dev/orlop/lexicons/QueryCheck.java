package dev.orlop.lexicons;

import dev.orlop.car.cbor.DataValue;
import dev.orlop.lexicons.check.Check;
import dev.orlop.lexicons.check.Checks;
import dev.orlop.lexicons.check.Fault;
import dev.orlop.lexicons.model.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The check of parameters as a URL has them: texts, which stand for values of other types. */
final class QueryCheck {
  private static final int MAX_DIGITS = 19;

  /** A declared parameter; {@code item} is the type of one text. */
  private record Param(String key, Check check, boolean required, boolean repeats, Schema item) {}

  private final List<Param> declared = new ArrayList<>();

  QueryCheck(Schema.OfObject params, Checks checks) {
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
                        schema instanceof Schema.OfArray(Schema items, _) ? items : schema)));
  }

  /** The first fault; the texts of each name come in the order of the URL. */
  @Nullable Fault check(Function<String, List<String>> query) {
    for (Param param : declared) {
      Fault fault = check(param, query.apply(param.key));
      if (fault != null) {
        return fault.in(param.key);
      }
    }
    return null;
  }

  private static @Nullable Fault check(Param param, List<String> texts) {
    if (texts.isEmpty()) {
      return param.required ? Fault.of("is required") : null;
    }
    if (param.repeats) {
      List<DataValue> values = new ArrayList<>(texts.size());
      for (String text : texts) {
        values.add(scalar(param.item, text));
      }
      return param.check.check(new DataValue.Array(values), 1);
    }
    return texts.size() == 1
        ? param.check.check(scalar(param.item, texts.getFirst()), 1)
        : Fault.of("expected one value, got " + texts.size());
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
}
