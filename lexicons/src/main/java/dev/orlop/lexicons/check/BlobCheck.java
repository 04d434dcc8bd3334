package dev.orlop.lexicons.check;

import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.lexicons.model.Schema;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The check of a blob reference. The form from before {@code $type} is no longer accepted. */
final class BlobCheck implements Check {
  private static final String TYPE = "blob";

  private final List<String> accept;
  private final long maxSize;

  BlobCheck(Schema.OfBlob schema) {
    this.accept = schema.accept().stream().map(type -> type.toLowerCase(Locale.ROOT)).toList();
    this.maxSize = schema.maxSize();
  }

  static boolean isBlob(DataMap map) {
    return map.get("$type") instanceof DataValue.Text(String type) && type.equals(TYPE);
  }

  @Override
  public @Nullable Fault check(DataValue value, int depth) {
    if (!(value instanceof DataMap map) || !isBlob(map)) {
      return Check.expected("a blob", value);
    }
    if (!(map.get("ref") instanceof DataValue.Link)) {
      return Fault.of("expected a link").in("ref");
    }
    if (!(map.get("size") instanceof DataValue.Int(long size)) || size < 0) {
      return Fault.of("expected a number of bytes").in("size");
    }
    if (size > maxSize) {
      return Fault.of("expected at most " + maxSize + " bytes, got " + size).in("size");
    }
    if (!(map.get("mimeType") instanceof DataValue.Text(String mimeType)) || mimeType.isEmpty()) {
      return Fault.of("expected a media type").in("mimeType");
    }
    if (!accepts(mimeType)) {
      return Fault.of("expected one of " + accept + ", got " + Fault.shown(mimeType))
          .in("mimeType");
    }
    return null;
  }

  private boolean accepts(String mimeType) {
    if (accept.isEmpty()) {
      return true;
    }
    int parameters = mimeType.indexOf(';');
    String type =
        (parameters < 0 ? mimeType : mimeType.substring(0, parameters))
            .strip()
            .toLowerCase(Locale.ROOT);
    for (String pattern : accept) {
      boolean fits =
          pattern.equals("*/*")
              || (pattern.endsWith("/*")
                  ? type.startsWith(pattern.substring(0, pattern.length() - 1))
                  : type.equals(pattern));
      if (fits) {
        return true;
      }
    }
    return false;
  }
}
