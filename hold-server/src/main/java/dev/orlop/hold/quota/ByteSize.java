package dev.orlop.hold.quota;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers of bytes as people write them. */
public final class ByteSize {
  private static final Pattern FORM =
      Pattern.compile("([0-9]{1,15}(?:\\.[0-9]{1,3})?) ?([A-Za-z]{0,3})");
  private static final Map<String, Long> UNITS =
      Map.of(
          "", 1L,
          "B", 1L,
          "KB", 1000L,
          "MB", 1_000_000L,
          "GB", 1_000_000_000L,
          "TB", 1_000_000_000_000L,
          "KIB", 1L << 10,
          "MIB", 1L << 20,
          "GIB", 1L << 30,
          "TIB", 1L << 40);
  private static final String[] NAMES = {"kB", "MB", "GB", "TB", "PB"};

  private ByteSize() {}

  /**
   * Reads {@code 5GB} (of thousands), {@code 5GiB} (of 1,024), or a plain number.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static long parse(String text) {
    Matcher matcher = FORM.matcher(text);
    Long unit = matcher.matches() ? UNITS.get(matcher.group(2).toUpperCase(Locale.ROOT)) : null;
    if (unit == null) {
      throw new IllegalArgumentException("must be a size such as 5GB or 512MiB: " + text);
    }
    return new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit)).longValueExact();
  }

  /** The number in units of thousands, with one digit behind the point. */
  public static String format(long bytes) {
    if (bytes < 1000) {
      return bytes + " bytes";
    }
    double value = bytes;
    int unit = -1;
    // Not what would be rounded up to a thousand of a unit.
    while (value >= 999.95 && unit < NAMES.length - 1) {
      value /= 1000;
      unit++;
    }
    String text = String.format(Locale.ROOT, "%.1f", value);
    return (text.endsWith(".0") ? text.substring(0, text.length() - 2) : text) + " " + NAMES[unit];
  }
}
