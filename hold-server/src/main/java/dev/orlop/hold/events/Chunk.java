package dev.orlop.hold.events;

import java.util.Arrays;

/**
 * Some events that follow on one another, as messages.
 *
 * @param before the seq of the event before the first of them
 * @param seqs their numbers, ascending
 * @param ends where each message ends
 * @param wire all the messages
 */
record Chunk(long before, long[] seqs, int[] ends, byte[] wire) {
  long last() {
    return seqs[seqs.length - 1];
  }

  /** Where the messages begin that are behind {@code cursor}, which is below the last. */
  Slice after(long cursor) {
    int found = Arrays.binarySearch(seqs, cursor);
    int passed = found >= 0 ? found + 1 : -found - 1;
    return new Slice(wire, passed == 0 ? 0 : ends[passed - 1], wire.length);
  }
}
