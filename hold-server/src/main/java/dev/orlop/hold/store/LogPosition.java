package dev.orlop.hold.store;

/**
 * A place between two groups of a repo's log.
 *
 * @param segment number of the file, from 1
 * @param offset in it, in bytes
 */
public record LogPosition(int segment, long offset) implements Comparable<LogPosition> {
  /** Before everything. */
  public static final LogPosition START = new LogPosition(0, 0);

  @Override
  public int compareTo(LogPosition other) {
    int order = Integer.compare(segment, other.segment);
    return order != 0 ? order : Long.compare(offset, other.offset);
  }
}
