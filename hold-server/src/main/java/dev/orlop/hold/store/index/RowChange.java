package dev.orlop.hold.store.index;

import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.car.cid.Cid;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A row that is to be.
 *
 * @param table where
 * @param key its key
 * @param value null: there is to be none
 */
// The arrays are never compared.
@SuppressWarnings("ArrayRecordComponent")
record RowChange(Table table, byte[] key, byte @Nullable [] value) {
  private static final byte[] NOTHING = {};

  static RowChange block(int number, Cid cid, BlockRow row) {
    return new RowChange(Table.BLOCK, Keys.block(number, cid), row.encode());
  }

  static RowChange record(int number, RepoPath path, Cid cid) {
    return new RowChange(Table.RECORD, Keys.record(number, path), cid.toBytes());
  }

  /** What one record refers to. */
  static List<RowChange> blobs(int number, RepoPath path, Set<Cid> blobs) {
    List<RowChange> rows = new ArrayList<>();
    if (!blobs.isEmpty()) {
      byte[] key = Keys.record(number, path);
      rows.add(new RowChange(Table.BLOBS_OF_RECORD, key, BlobRefs.encode(blobs)));
      for (Cid blob : blobs) {
        rows.add(new RowChange(Table.BLOB, Keys.blob(number, blob, path), NOTHING));
      }
    }
    return rows;
  }

  static RowChange mark(int number, String name, long value) {
    byte[] row = ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    return new RowChange(Table.MARK, Keys.mark(number, name), row);
  }

  /** The number in a mark's row. */
  static long mark(byte[] row) {
    return ByteBuffer.wrap(row).getLong();
  }
}
