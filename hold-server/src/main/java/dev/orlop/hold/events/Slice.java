package dev.orlop.hold.events;

/** Bytes within an array, which nobody changes. */
public record Slice(byte[] array, int from, int to) {
  /** How many there are. */
  public int length() {
    return to - from;
  }
}
