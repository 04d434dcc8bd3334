package dev.orlop.hold.store;

import dev.orlop.atproto.syntax.Tid;
import dev.orlop.car.cid.Cid;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/**
 * Where many blocks lie, by CID, in 70 to 110 bytes each: a repo of 100,000 records takes about 10
 * MB. Immutable.
 *
 * <p>A block's row is in one place, since whoever goes through a tree asks for blocks in no order:
 * what costs is each place in memory that is visited.
 */
public final class BlockTable {
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /** The hash begins behind version, codec and the multihash's two bytes. */
  private static final int HASH_AT = 4;

  // A row: the CID, then these.
  private static final int SEGMENT_AT = Cid.BYTES;
  private static final int LENGTH_AT = SEGMENT_AT + Integer.BYTES;
  private static final int POSITION_AT = LENGTH_AT + Integer.BYTES;
  private static final int REV_AT = POSITION_AT + Long.BYTES;
  private static final int ROW_BYTES = REV_AT + Long.BYTES;

  private final byte[] rows;

  /** By hash, with open addressing: the number of a row, from 1. */
  private final int[] slots;

  private final int size;

  private BlockTable(Builder builder) {
    this.rows = builder.rows;
    this.slots = builder.slots;
    this.size = builder.size;
  }

  /** A table to be filled. */
  public static Builder builder() {
    return new Builder();
  }

  /** A table to be filled with so many blocks. */
  public static Builder builder(long blocks) {
    Builder builder = new Builder();
    builder.grow(blocks);
    return builder;
  }

  /** This table and {@code other}, which is right about the blocks that are in both. */
  public BlockTable with(BlockTable other) {
    Builder both = new Builder(this);
    for (int number = 0; number < other.size; number++) {
      int row = number * ROW_BYTES;
      byte[] cid = Arrays.copyOfRange(other.rows, row, row + Cid.BYTES);
      both.put(cid, other.location(row), (long) LONGS.get(other.rows, row + REV_AT));
    }
    return both.build();
  }

  /** How many blocks there are. */
  public int size() {
    return size;
  }

  /** One of the blocks. */
  public Optional<StoredBlock> find(Cid cid) {
    int number = slots[slot(slots, rows, cid.toBytes())] - 1;
    if (number < 0) {
      return Optional.empty();
    }
    int row = number * ROW_BYTES;
    Tid rev = new Tid((long) LONGS.get(rows, row + REV_AT));
    return Optional.of(new StoredBlock(cid, location(row), rev));
  }

  private BlockLocation location(int row) {
    return new BlockLocation(
        (int) INTS.get(rows, row + SEGMENT_AT),
        (long) LONGS.get(rows, row + POSITION_AT),
        (int) INTS.get(rows, row + LENGTH_AT));
  }

  /** The slot where a CID is, or would be. At least one slot is free. */
  private static int slot(int[] slots, byte[] rows, byte[] cid) {
    int mask = slots.length - 1;
    int slot = (int) INTS.get(cid, HASH_AT) & mask;
    while (slots[slot] != 0 && !isAt(rows, (slots[slot] - 1) * ROW_BYTES, cid)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private static boolean isAt(byte[] rows, int row, byte[] cid) {
    return Arrays.equals(rows, row, row + Cid.BYTES, cid, 0, Cid.BYTES);
  }

  /** A table that is being filled; for one {@link #build}. */
  public static final class Builder {
    /** What an array of all rows can hold. */
    private static final int MAX_BLOCKS = (Integer.MAX_VALUE - 16) / ROW_BYTES;

    private static final int FIRST_BLOCKS = 64;

    private byte[] rows = {};
    private int[] slots = {0};
    private int size;

    private Builder() {}

    private Builder(BlockTable table) {
      rows = table.rows.clone();
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
      int number = slots[slot(slots, rows, cid)] - 1;
      int row = (number < 0 ? add(cid) : number) * ROW_BYTES;
      INTS.set(rows, row + SEGMENT_AT, location.segment());
      INTS.set(rows, row + LENGTH_AT, location.length());
      LONGS.set(rows, row + POSITION_AT, location.position());
      LONGS.set(rows, row + REV_AT, rev);
    }

    private int add(byte[] cid) {
      if (size * ROW_BYTES == rows.length) {
        grow(Math.max(FIRST_BLOCKS, size * 3L / 2));
      }
      int number = size++;
      System.arraycopy(cid, 0, rows, number * ROW_BYTES, Cid.BYTES);
      slots[slot(slots, rows, cid)] = size;
      return number;
    }

    private void grow(long wanted) {
      if (size == MAX_BLOCKS) {
        throw new IllegalStateException("a repo of more than " + MAX_BLOCKS + " blocks");
      }
      int room = Math.clamp(wanted, 1, MAX_BLOCKS);
      rows = Arrays.copyOf(rows, room * ROW_BYTES);
      slots = new int[Integer.highestOneBit(room) * 4];
      for (int number = 0; number < size; number++) {
        int row = number * ROW_BYTES;
        byte[] cid = Arrays.copyOfRange(rows, row, row + Cid.BYTES);
        slots[slot(slots, rows, cid)] = number + 1;
      }
    }

    /** The table. */
    public BlockTable build() {
      return new BlockTable(this);
    }
  }
}
