package dev.orlop.mst;

import dev.orlop.car.cid.Cid;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * All blocks of a file, packed end to end into large arrays: a repo has hundreds of thousands of
 * them, and as objects of their own they would keep the garbage collector busy for longer than
 * verifying them takes. Knows which of them have been used.
 */
final class BlockTable {
  private static final int SLAB_BYTES = 1 << 18;
  private static final int FIRST_ROOM = 1 << 10;

  // By number of block.
  private Cid[] cids = new Cid[FIRST_ROOM];
  private int[] slabs = new int[FIRST_ROOM];
  private int[] offsets = new int[FIRST_ROOM];
  private int[] lengths = new int[FIRST_ROOM];
  private int size;

  /** Open addressing: the number of a block, plus one; at most half of the places are taken. */
  private int[] places = new int[FIRST_ROOM * 2];

  private final List<byte[]> bytes = new ArrayList<>();
  private byte[] slab = new byte[0];
  private int free;
  private final BitSet used = new BitSet();

  /** Odd and unknown outside, so that nobody can choose blocks that crowd into a few places. */
  private final int spread = ThreadLocalRandom.current().nextInt() | 1;

  /** Copies a block in, unless it is there already. */
  void add(Cid cid, byte[] buffer, int offset, int length) {
    int place = place(cid);
    if (places[place] != 0) {
      return;
    }
    if (size == cids.length) {
      grow();
      place = place(cid);
    }
    if (slab.length - free < length) {
      slab = new byte[Math.max(SLAB_BYTES, length)];
      bytes.add(slab);
      free = 0;
    }
    System.arraycopy(buffer, offset, slab, free, length);
    cids[size] = cid;
    slabs[size] = bytes.size() - 1;
    offsets[size] = free;
    lengths[size] = length;
    free += length;
    size++;
    places[place] = size;
  }

  /** The number of a block, or -1; it counts as used from now on. */
  int use(Cid cid) {
    int block = places[place(cid)] - 1;
    if (block >= 0) {
      used.set(block);
    }
    return block;
  }

  /** The array in which a block lies. */
  byte[] array(int block) {
    return bytes.get(slabs[block]);
  }

  int offset(int block) {
    return offsets[block];
  }

  int length(int block) {
    return lengths[block];
  }

  /** The bytes of a block that is used, or null. */
  byte @Nullable [] get(Cid cid) {
    int block = use(cid);
    return block < 0 ? null : copy(block);
  }

  /** The bytes of a block. */
  byte[] copy(int block) {
    return Arrays.copyOfRange(array(block), offsets[block], offsets[block] + lengths[block]);
  }

  /** How many blocks have never been used. */
  int unused() {
    return size - used.cardinality();
  }

  private int place(Cid cid) {
    int mask = places.length - 1;
    int place = (cid.hashCode() * spread) >>> Integer.numberOfLeadingZeros(mask);
    while (places[place] != 0 && !cids[places[place] - 1].equals(cid)) {
      place = (place + 1) & mask;
    }
    return place;
  }

  private void grow() {
    int room = size * 2;
    cids = Arrays.copyOf(cids, room);
    slabs = Arrays.copyOf(slabs, room);
    offsets = Arrays.copyOf(offsets, room);
    lengths = Arrays.copyOf(lengths, room);
    places = new int[room * 2];
    for (int block = 0; block < size; block++) {
      places[place(cids[block])] = block + 1;
    }
  }
}
