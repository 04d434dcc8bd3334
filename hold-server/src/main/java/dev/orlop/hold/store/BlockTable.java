package dev.orlop.hold.store;

import dev.orlop.atproto.syntax.Tid;
import dev.orlop.car.cid.Cid;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/**
 * Where many blocks lie, by CID, in 68 to 110 bytes each: a repo of 100,000 records takes about 10
 * MB. Immutable.
 */
public final class BlockTable {
  /** The hash begins behind version, codec and the multihash's two bytes. */
  private static final int HASH_AT = 4;

  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private final byte[] cids;
  private final int[] segments;
  private final long[] positions;
  private final int[] lengths;
  private final long[] revs;

  /** By hash, with open addressing: the number of a block, from 1. */
  private final int[] slots;

  private final int size;

  private BlockTable(Builder builder) {
    this.cids = builder.cids;
    this.segments = builder.segments;
    this.positions = builder.positions;
    this.lengths = builder.lengths;
    this.revs = builder.revs;
    this.slots = builder.slots;
    this.size = builder.size;
  }

  /** A table to be filled. */
  public static Builder builder() {
    return new Builder();
  }

  /** This table and {@code other}, which is right about the blocks that are in both. */
  public BlockTable with(BlockTable other) {
    Builder both = new Builder(this);
    for (int i = 0; i < other.size; i++) {
      both.put(other.cid(i), other.location(i), other.revs[i]);
    }
    return both.build();
  }

  private byte[] cid(int number) {
    return Arrays.copyOfRange(cids, number * Cid.BYTES, (number + 1) * Cid.BYTES);
  }

  private BlockLocation location(int number) {
    return new BlockLocation(segments[number], positions[number], lengths[number]);
  }

  /** How many blocks there are. */
  public int size() {
    return size;
  }

  /** One of the blocks. */
  public Optional<StoredBlock> find(Cid cid) {
    int number = slots[slot(slots, cids, cid.toBytes())] - 1;
    return number < 0
        ? Optional.empty()
        : Optional.of(new StoredBlock(cid, location(number), new Tid(revs[number])));
  }

  /** The slot where a CID is, or would be. At least one slot is free. */
  private static int slot(int[] slots, byte[] cids, byte[] cid) {
    int mask = slots.length - 1;
    int slot = (int) INTS.get(cid, HASH_AT) & mask;
    while (slots[slot] != 0 && !isAt(cids, slots[slot] - 1, cid)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private static boolean isAt(byte[] cids, int number, byte[] cid) {
    int at = number * Cid.BYTES;
    return Arrays.equals(cids, at, at + Cid.BYTES, cid, 0, Cid.BYTES);
  }

  /** A table that is being filled; for one {@link #build}. */
  public static final class Builder {
    /** What an array of all CIDs can hold. */
    private static final int MAX_BLOCKS = (Integer.MAX_VALUE - 16) / Cid.BYTES;

    private static final int FIRST_BLOCKS = 64;

    private byte[] cids = {};
    private int[] segments = {};
    private long[] positions = {};
    private int[] lengths = {};
    private long[] revs = {};
    private int[] slots = {0};
    private int size;

    private Builder() {}

    private Builder(BlockTable table) {
      cids = table.cids.clone();
      segments = table.segments.clone();
      positions = table.positions.clone();
      lengths = table.lengths.clone();
      revs = table.revs.clone();
      slots = table.slots.clone();
      size = table.size;
    }

    /**
     * Adds a block, or says anew where it lies.
     *
     * @param cid its 36 bytes
     * @param rev of the commit that brought it
     */
    public void put(byte[] cid, BlockLocation location, long rev) {
      int slot = slot(slots, cids, cid);
      int number = slots[slot] - 1;
      if (number < 0) {
        number = add(cid);
      }
      segments[number] = location.segment();
      positions[number] = location.position();
      lengths[number] = location.length();
      revs[number] = rev;
    }

    private int add(byte[] cid) {
      if (size == segments.length) {
        grow();
      }
      int number = size++;
      System.arraycopy(cid, 0, cids, number * Cid.BYTES, Cid.BYTES);
      slots[slot(slots, cids, cid)] = size;
      return number;
    }

    private void grow() {
      if (size == MAX_BLOCKS) {
        throw new IllegalStateException("a repo of more than " + MAX_BLOCKS + " blocks");
      }
      int room = (int) Math.min(MAX_BLOCKS, Math.max(FIRST_BLOCKS, size * 3L / 2));
      cids = Arrays.copyOf(cids, room * Cid.BYTES);
      segments = Arrays.copyOf(segments, room);
      positions = Arrays.copyOf(positions, room);
      lengths = Arrays.copyOf(lengths, room);
      revs = Arrays.copyOf(revs, room);
      slots = new int[Integer.highestOneBit(room) * 4];
      for (int number = 0; number < size; number++) {
        byte[] cid = Arrays.copyOfRange(cids, number * Cid.BYTES, (number + 1) * Cid.BYTES);
        slots[slot(slots, cids, cid)] = number + 1;
      }
    }

    /** The table. */
    public BlockTable build() {
      return new BlockTable(this);
    }
  }
}
