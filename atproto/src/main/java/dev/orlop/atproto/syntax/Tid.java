package dev.orlop.atproto.syntax;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A timestamp identifier: 53 bits of microseconds since 1970, then 10 bits that tell apart the
 * clocks that made it. Its 13 characters sort as its number does.
 *
 * @param value the 64-bit number, never negative
 */
public record Tid(long value) implements Comparable<Tid> {
  /** The length of the text, in characters. */
  public static final int LENGTH = 13;

  /** The largest clock id. */
  public static final int MAX_CLOCK_ID = 1023;

  /** The latest microsecond that a TID can name (in the year 2255). */
  public static final long MAX_MICROS = (1L << 53) - 1;

  private static final String ALPHABET = "234567abcdefghijklmnopqrstuvwxyz";
  private static final byte[] DIGITS = ALPHABET.getBytes(StandardCharsets.US_ASCII);
  private static final int CLOCK_BITS = 10;

  /** Refuses a negative number with {@link IllegalArgumentException}. */
  public Tid {
    if (value < 0) {
      throw new IllegalArgumentException("a TID has its highest bit clear: " + value);
    }
  }

  /**
   * The TID that {@code text} spells.
   *
   * @throws InvalidSyntaxException when it spells none
   */
  public static Tid parse(String text) {
    if (text.length() != LENGTH) {
      throw refused("not " + LENGTH + " characters", text);
    }
    if (text.charAt(0) > 'j') {
      throw refused("the highest bit is set", text);
    }
    long value = 0;
    for (int i = 0; i < LENGTH; i++) {
      int digit = ALPHABET.indexOf(text.charAt(i));
      if (digit < 0) {
        throw refused("a character that TIDs do not have", text);
      }
      value = value << 5 | digit;
    }
    if (value < 0) {
      throw refused("the highest bit is set", text);
    }
    return new Tid(value);
  }

  /**
   * The TID of a moment on a clock.
   *
   * @param micros microseconds since 1970, 0 to {@link #MAX_MICROS}
   * @param clockId 0 to {@link #MAX_CLOCK_ID}
   * @throws IllegalArgumentException when either is out of range
   */
  public static Tid ofMicros(long micros, int clockId) {
    if (micros < 0 || micros > MAX_MICROS) {
      throw new IllegalArgumentException("no TID can name microsecond " + micros);
    }
    if (clockId < 0 || clockId > MAX_CLOCK_ID) {
      throw new IllegalArgumentException("a clock id is 0 to 1023: " + clockId);
    }
    return new Tid(micros << CLOCK_BITS | clockId);
  }

  /** Microseconds since 1970. */
  public long micros() {
    return value >>> CLOCK_BITS;
  }

  /** The clock that made this. */
  public int clockId() {
    return (int) (value & MAX_CLOCK_ID);
  }

  /** The moment that this names. */
  public Instant instant() {
    return Instant.EPOCH.plus(micros(), ChronoUnit.MICROS);
  }

  private static InvalidSyntaxException refused(String reason, String text) {
    return new InvalidSyntaxException("TID", reason, text);
  }

  @Override
  public int compareTo(Tid other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    byte[] text = new byte[LENGTH];
    long rest = value;
    for (int i = LENGTH - 1; i >= 0; i--) {
      text[i] = DIGITS[(int) (rest & 31)];
      rest >>>= 5;
    }
    return new String(text, StandardCharsets.ISO_8859_1);
  }
}
