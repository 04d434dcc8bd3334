package dev.orlop.appview.page;

import dev.orlop.car.cid.Digest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/** Numbers, sizes and times as people read them. */
final class Formats {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final List<String> UNITS = List.of("KiB", "MiB", "GiB", "TiB", "PiB", "EiB");
  private static final int SHORT_HEX = 12;

  private Formats() {}

  static String number(long n) {
    return String.format(Locale.ROOT, "%,d", n);
  }

  /** "1 pull", "2 pulls". */
  static String count(long n, String one) {
    return number(n) + " " + one + (n == 1 ? "" : "s");
  }

  static String size(long bytes) {
    if (bytes < 1024) {
      return bytes + " B";
    }
    double value = bytes;
    int unit = -1;
    while (value >= 1024) {
      value /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, value < 10 ? "%.1f %s" : "%.0f %s", value, UNITS.get(unit));
  }

  static El time(Instant instant) {
    return El.of("time", MINUTE.format(instant))
        .attr("datetime", instant.truncatedTo(ChronoUnit.SECONDS).toString());
  }

  /** How long ago, roughly. */
  static String ago(Duration age) {
    if (age.toMinutes() < 1) {
      return "less than a minute ago";
    }
    if (age.toHours() < 1) {
      return count(age.toMinutes(), "minute") + " ago";
    }
    return count(age.toHours(), "hour") + " ago";
  }

  /** Enough of a digest to tell it from others at a glance. */
  static String shortened(Digest digest) {
    return digest.algorithm().prefix() + ":" + digest.hex().substring(0, SHORT_HEX);
  }
}
