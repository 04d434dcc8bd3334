package dev.orlop.lexicons.check;

import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.lexicons.model.Bounds;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The checks of values that hold no others. */
final class ScalarChecks {
  private ScalarChecks() {}

  /** Whatever it is. */
  record AnyCheck() implements Check {
    @Override
    public @Nullable Fault check(DataValue value, int depth) {
      return null;
    }
  }

  record NullCheck() implements Check {
    @Override
    public @Nullable Fault check(DataValue value, int depth) {
      return value instanceof DataValue.Null ? null : Check.expected("null", value);
    }
  }

  record BooleanCheck(Set<Boolean> allowed) implements Check {
    @Override
    public @Nullable Fault check(DataValue value, int depth) {
      if (!(value instanceof DataValue.Bool(boolean truth))) {
        return Check.expected("a boolean", value);
      }
      return allowed.isEmpty() || allowed.contains(truth)
          ? null
          : Fault.of("expected " + !truth + ", got " + truth);
    }
  }

  record IntegerCheck(Bounds range, Set<Long> allowed) implements Check {
    @Override
    public @Nullable Fault check(DataValue value, int depth) {
      if (!(value instanceof DataValue.Int(long number))) {
        return Check.expected("an integer", value);
      }
      if (!allowed.isEmpty() && !allowed.contains(number)) {
        return Fault.of("expected one of " + new TreeSet<>(allowed) + ", got " + number);
      }
      return range.contains(number)
          ? null
          : Fault.of("expected " + range.describe("") + ", got " + number);
    }
  }

  record BytesCheck(Bounds length) implements Check {
    @Override
    public @Nullable Fault check(DataValue value, int depth) {
      if (!(value instanceof DataValue.Bytes bytes)) {
        return Check.expected("bytes", value);
      }
      return length.contains(bytes.length())
          ? null
          : Fault.of("expected " + length.describe("bytes") + ", got " + bytes.length());
    }
  }

  record LinkCheck() implements Check {
    @Override
    public @Nullable Fault check(DataValue value, int depth) {
      return value instanceof DataValue.Link ? null : Check.expected("a link", value);
    }
  }

  /** A token stands for itself: the text is its full name. */
  record TokenCheck(String name) implements Check {
    @Override
    public @Nullable Fault check(DataValue value, int depth) {
      if (!(value instanceof DataValue.Text(String text))) {
        return Check.expected("the token " + name, value);
      }
      return text.equals(name)
          ? null
          : Fault.of("expected the token " + name + ", got " + Fault.shown(text));
    }
  }

  /** Any object but a blob, which is a value of its own kind. */
  record UnknownCheck() implements Check {
    @Override
    public @Nullable Fault check(DataValue value, int depth) {
      return value instanceof DataMap map && !BlobCheck.isBlob(map)
          ? null
          : Check.expected("an object", value);
    }
  }
}
