package dev.orlop.hold.store;

import dev.orlop.atproto.syntax.Tid;
import dev.orlop.car.cid.Cid;
import java.util.Arrays;
import java.util.Optional;

/**
 * Where many blocks lie, by CID, in 60 bytes each: a repo of 100,000 records takes about 8 MB.
 * Immutable.
 */
public final class BlockTable {
  private final byte[] cids;
  private final int[] segments;
  private final long[] positions;
  private final int[] lengths;
  private final long[] revs;

  private BlockTable(Builder builder) {
    int size = builder.size;
    this.cids = Arrays.copyOf(builder.cids, size * Cid.BYTES);
    this.segments = Arrays.copyOf(builder.segments, size);
    this.positions = Arrays.copyOf(builder.positions, size);
    this.lengths = Arrays.copyOf(builder.lengths, size);
    this.revs = Arrays.copyOf(builder.revs, size);
  }

  /** Takes blocks in the order of their CIDs' bytes. */
  public static Builder builder() {
    return new Builder();
  }

  /** How many blocks there are. */
  public int size() {
    return segments.length;
  }

  /** One of the blocks. */
  public Optional<StoredBlock> find(Cid cid) {
    byte[] wanted = cid.toBytes();
    int low = 0;
    int high = segments.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = compare(cids, middle, wanted);
      if (order == 0) {
        return Optional.of(
            new StoredBlock(
                cid,
                new BlockLocation(segments[middle], positions[middle], lengths[middle]),
                new Tid(revs[middle])));
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return Optional.empty();
  }

  private static int compare(byte[] cids, int number, byte[] other) {
    int at = number * Cid.BYTES;
    return Arrays.compareUnsigned(cids, at, at + Cid.BYTES, other, 0, Cid.BYTES);
  }

  /** A table that is being filled. */
  public static final class Builder {
    /** What an array of all CIDs can hold. */
    private static final int MAX_BLOCKS = (Integer.MAX_VALUE - 16) / Cid.BYTES;

    private byte[] cids = {};
    private int[] segments = {};
    private long[] positions = {};
    private int[] lengths = {};
    private long[] revs = {};
    private int size;

    private Builder() {}

    /**
     * Adds a block.
     *
     * @param cid its 36 bytes
     * @param rev of the commit that brought it
     * @throws IllegalArgumentException if it is not above the one before
     */
    public void add(byte[] cid, BlockLocation location, long rev) {
      if (size > 0 && compare(cids, size - 1, cid) >= 0) {
        throw new IllegalArgumentException("blocks that are not in the order of their CIDs");
      }
      if (size == segments.length) {
        grow();
      }
      System.arraycopy(cid, 0, cids, size * Cid.BYTES, Cid.BYTES);
      segments[size] = location.segment();
      positions[size] = location.position();
      lengths[size] = location.length();
      revs[size] = rev;
      size++;
    }

    private void grow() {
      if (size == MAX_BLOCKS) {
        throw new IllegalStateException("a repo of more than " + MAX_BLOCKS + " blocks");
      }
      int room = (int) Math.min(MAX_BLOCKS, Math.max(64L, size * 3L / 2));
      cids = Arrays.copyOf(cids, room * Cid.BYTES);
      segments = Arrays.copyOf(segments, room);
      positions = Arrays.copyOf(positions, room);
      lengths = Arrays.copyOf(lengths, room);
      revs = Arrays.copyOf(revs, room);
    }

    /** The table. */
    public BlockTable build() {
      return new BlockTable(this);
    }
  }
}
