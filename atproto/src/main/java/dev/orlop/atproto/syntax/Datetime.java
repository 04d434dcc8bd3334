package dev.orlop.atproto.syntax;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/**
 * A moment as records write it: the common part of RFC 3339 and ISO 8601, with seconds and a time
 * zone. The text is kept as written, because records are signed; two spellings of one moment are
 * not equal.
 *
 * @param value such as {@code 1985-04-12T23:20:50.123Z}
 */
public record Datetime(String value) {
  /** The longest datetime, in characters. */
  public static final int MAX_LENGTH = 64;

  /** Each digit of the pattern stands for any digit, all else for itself. */
  private static final String PATTERN = "0000-00-00T00:00:00";

  private static final int MAX_FRACTION_DIGITS = 20;
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  /** Checks syntax and calendar; throws {@link InvalidSyntaxException}. */
  public Datetime {
    read(value);
  }

  /**
   * The datetime that {@code text} spells.
   *
   * @throws InvalidSyntaxException when the syntax is wrong, when there is no such day or time, or
   *     when it falls before the year 0 in UTC
   */
  public static Datetime parse(String text) {
    return new Datetime(text);
  }

  /** The preferred spelling of a moment: UTC, with milliseconds; finer parts are cut off. */
  public static Datetime of(Instant instant) {
    return new Datetime(MILLIS.format(instant.truncatedTo(ChronoUnit.MILLIS)));
  }

  /** The moment; parts finer than a nanosecond are cut off. */
  public Instant instant() {
    return read(value);
  }

  private static Instant read(String text) {
    if (text.length() > MAX_LENGTH) {
      throw refused("longer than " + MAX_LENGTH + " characters", text);
    }
    if (!matchesPattern(text)) {
      throw refused("does not begin as YYYY-MM-DDThh:mm:ss", text);
    }
    int at = endOfFraction(text);
    int offsetSeconds = offsetSeconds(text, at);
    try {
      Instant instant =
          LocalDateTime.of(
                  number(text, 0, 4),
                  number(text, 5, 7),
                  number(text, 8, 10),
                  number(text, 11, 13),
                  number(text, 14, 16),
                  number(text, 17, 19),
                  nanos(text, at))
              .toInstant(ZoneOffset.UTC)
              .minusSeconds(offsetSeconds);
      if (instant.atOffset(ZoneOffset.UTC).getYear() < 0) {
        throw refused("before the year 0", text);
      }
      return instant;
    } catch (DateTimeException _) {
      throw refused("no such day or time", text);
    }
  }

  private static boolean matchesPattern(String text) {
    if (text.length() <= PATTERN.length()) {
      return false;
    }
    for (int i = 0; i < PATTERN.length(); i++) {
      char wanted = PATTERN.charAt(i);
      char c = text.charAt(i);
      if (wanted == '0' ? !Ascii.isDigit(c) : c != wanted) {
        return false;
      }
    }
    return true;
  }

  private static int endOfFraction(String text) {
    int at = PATTERN.length();
    if (text.charAt(at) != '.') {
      return at;
    }
    int from = ++at;
    while (at < text.length() && Ascii.isDigit(text.charAt(at))) {
      at++;
    }
    if (at == from || at - from > MAX_FRACTION_DIGITS) {
      throw refused("a fraction has 1 to " + MAX_FRACTION_DIGITS + " digits", text);
    }
    return at;
  }

  private static int nanos(String text, int endOfFraction) {
    int nanos = 0;
    for (int i = 1; i <= 9; i++) {
      int at = PATTERN.length() + i;
      nanos = nanos * 10 + (at < endOfFraction ? text.charAt(at) - '0' : 0);
    }
    return nanos;
  }

  private static int offsetSeconds(String text, int at) {
    String zone = text.substring(at);
    if (zone.equals("Z")) {
      return 0;
    }
    boolean shaped =
        zone.length() == 6
            && (zone.charAt(0) == '+' || zone.charAt(0) == '-')
            && Ascii.areDigits(zone.substring(1, 3))
            && zone.charAt(3) == ':'
            && Ascii.areDigits(zone.substring(4));
    if (!shaped || zone.equals("-00:00")) {
      throw refused("the time zone is neither Z nor +hh:mm nor -hh:mm", text);
    }
    int hours = number(zone, 1, 3);
    int minutes = number(zone, 4, 6);
    if (hours > 23 || minutes > 59) {
      throw refused("no such time zone", text);
    }
    int seconds = hours * 3600 + minutes * 60;
    return zone.charAt(0) == '-' ? -seconds : seconds;
  }

  private static int number(String text, int from, int to) {
    return Integer.parseInt(text, from, to, 10);
  }

  private static InvalidSyntaxException refused(String reason, String text) {
    return new InvalidSyntaxException("datetime", reason, text);
  }

  @Override
  public String toString() {
    return value;
  }
}
