package dev.orlop.lexicons.check;

import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The check of a union: {@code $type} picks the member. Others pass, unless it is closed. */
record UnionCheck(Map<String, Check> members, boolean closed) implements Check {
  UnionCheck {
    members = Map.copyOf(members);
  }

  @Override
  public @Nullable Fault check(DataValue value, int depth) {
    if (!(value instanceof DataMap map) || BlobCheck.isBlob(map)) {
      return Check.expected("an object with $type", value);
    }
    if (!(map.get("$type") instanceof DataValue.Text(String type)) || type.isEmpty()) {
      return Fault.of("expected the name of a type").in("$type");
    }
    Check member = members.get(type);
    if (member != null) {
      return member.check(value, depth);
    }
    return closed
        ? Fault.of(
                "expected one of " + new TreeSet<>(members.keySet()) + ", got " + Fault.shown(type))
            .in("$type")
        : null;
  }
}
