package dev.orlop.hold.store.index;

import dev.orlop.hold.store.BlockLocation;
import java.nio.ByteBuffer;

/**
 * A live block.
 *
 * @param location of its bytes
 * @param rev of the commit that brought it, as a number
 * @param holders how many records of the repo have these bytes; 0 for a node and the commit. A
 *     record's block stays until the last of them is gone
 */
record BlockRow(BlockLocation location, long rev, int holders) {
  private static final int BYTES = 2 * Long.BYTES + 3 * Integer.BYTES;

  byte[] encode() {
    return ByteBuffer.allocate(BYTES)
        .putInt(location.segment())
        .putInt(location.length())
        .putLong(location.position())
        .putLong(rev)
        .putInt(holders)
        .array();
  }

  static BlockRow decode(byte[] row) {
    ByteBuffer from = ByteBuffer.wrap(row);
    int segment = from.getInt();
    int length = from.getInt();
    return new BlockRow(
        new BlockLocation(segment, from.getLong(), length), from.getLong(), from.getInt());
  }
}
