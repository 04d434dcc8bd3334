package dev.orlop.hold.lease;

/**
 * A set of numbers, in 8 to 32 bytes each: a day of a busy hold has millions. For one thread at a
 * time.
 */
final class PrefixSet {
  private static final int LEAST = 16;

  // A power of two, at most half full; zero is an empty slot, and kept apart as a member.
  private long[] slots = new long[LEAST];
  private int size;
  private boolean hasZero;

  int size() {
    return size + (hasZero ? 1 : 0);
  }

  boolean contains(long number) {
    return number == 0 ? hasZero : slots[slot(slots, number)] == number;
  }

  void add(long number) {
    if (number == 0) {
      hasZero = true;
      return;
    }
    int slot = slot(slots, number);
    if (slots[slot] == number) {
      return;
    }
    slots[slot] = number;
    size++;
    if (size > slots.length / 2) {
      grow();
    }
  }

  private void grow() {
    long[] larger = new long[Math.multiplyExact(slots.length, 2)];
    for (long number : slots) {
      if (number != 0) {
        larger[slot(larger, number)] = number;
      }
    }
    slots = larger;
  }

  /** Where the number is, or belongs. */
  private static int slot(long[] slots, long number) {
    // Spread, though the numbers are of hashes: whoever uploads chooses them.
    int at = (int) ((number * 0x9E3779B97F4A7C15L) >>> 32) & (slots.length - 1);
    while (slots[at] != 0 && slots[at] != number) {
      at = (at + 1) & (slots.length - 1);
    }
    return at;
  }
}
