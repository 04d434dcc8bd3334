package dev.orlop.lexicons.check;

import dev.orlop.car.cbor.DataValue;
import dev.orlop.lexicons.model.Bounds;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The check of a list: its length, then every item. */
record ArrayCheck(Check item, Bounds length) implements Check {
  @Override
  public @Nullable Fault check(DataValue value, int depth) {
    if (!(value instanceof DataValue.Array(List<DataValue> items))) {
      return Check.expected("an array", value);
    }
    if (!length.contains(items.size())) {
      return Fault.of("expected " + length.describe("items") + ", got " + items.size());
    }
    Fault tooDeep = Check.tooDeep(depth);
    if (tooDeep != null) {
      return tooDeep;
    }
    for (int i = 0; i < items.size(); i++) {
      Fault fault = item.check(items.get(i), depth + 1);
      if (fault != null) {
        return fault.in(i);
      }
    }
    return null;
  }
}
