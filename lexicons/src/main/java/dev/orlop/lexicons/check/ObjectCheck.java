package dev.orlop.lexicons.check;

import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The check of an object: every declared field; the others may be what they like. */
final class ObjectCheck implements Check {
  /** A declared field. */
  record Field(String key, Check check, boolean required, boolean nullable) {}

  private final Field[] fields;

  ObjectCheck(List<Field> fields) {
    this.fields = fields.toArray(Field[]::new);
  }

  @Override
  public @Nullable Fault check(DataValue value, int depth) {
    if (!(value instanceof DataMap map) || BlobCheck.isBlob(map)) {
      return Check.expected("an object", value);
    }
    Fault tooDeep = Check.tooDeep(depth);
    if (tooDeep != null) {
      return tooDeep;
    }
    for (Field field : fields) {
      Fault fault = check(field, map.get(field.key), depth);
      if (fault != null) {
        return fault.in(field.key);
      }
    }
    return null;
  }

  private static @Nullable Fault check(Field field, @Nullable DataValue value, int depth) {
    if (value == null) {
      return field.required ? Fault.of("is required") : null;
    }
    if (field.nullable && value instanceof DataValue.Null) {
      return null;
    }
    return field.check.check(value, depth + 1);
  }
}
