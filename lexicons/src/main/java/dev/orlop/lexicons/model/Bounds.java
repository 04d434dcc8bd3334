package dev.orlop.lexicons.model;

/** The least and the greatest allowed number, both included. */
public record Bounds(long min, long max) {
  /** No bound on a number. */
  public static final Bounds NONE = new Bounds(Long.MIN_VALUE, Long.MAX_VALUE);

  /** No bound on a length. */
  public static final Bounds ANY_LENGTH = new Bounds(0, Long.MAX_VALUE);

  /** Whether {@code number} lies within. */
  public boolean contains(long number) {
    return number >= min && number <= max;
  }

  /** Such as {@code at most 64 bytes}; the unit may be empty. */
  public String describe(String unit) {
    String of = unit.isEmpty() ? "" : " " + unit;
    if (max == Long.MAX_VALUE) {
      return "at least " + min + of;
    }
    if (min == Long.MIN_VALUE || (min == 0 && !unit.isEmpty())) {
      return "at most " + max + of;
    }
    return min + " to " + max + of;
  }
}
