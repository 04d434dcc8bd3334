package dev.orlop.cli.output;

import java.util.Locale;

/** Sizes for people: binary units, three significant digits. */
public final class Bytes {
  private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

  private Bytes() {}

  /** {@code 512 B}, {@code 1.50 KiB}, {@code 23.4 MiB}. */
  public static String text(long bytes) {
    if (bytes < 1024) {
      return bytes + " B";
    }
    double value = bytes;
    int unit = -1;
    do {
      value /= 1024;
      unit++;
    } while (value >= 999.5 && unit < UNITS.length - 1);
    String digits = value < 9.995 ? "%.2f" : value < 99.95 ? "%.1f" : "%.0f";
    return digits.formatted(value).replace(',', '.').toLowerCase(Locale.ROOT) + " " + UNITS[unit];
  }
}
