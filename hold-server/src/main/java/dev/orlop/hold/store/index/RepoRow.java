package dev.orlop.hold.store.index;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.store.LogPosition;
import dev.orlop.hold.store.RepoIndex;
import dev.orlop.mst.RepoState;
import java.nio.ByteBuffer;

/**
 * A repo as a whole.
 *
 * @param number with which the keys of its other rows begin
 * @param head where it stands
 * @param seq of its last commit
 * @param size of its live blocks
 */
record RepoRow(int number, RepoIndex.Head head, long seq, RepoIndex.Size size) {
  private static final int BYTES = 2 * Integer.BYTES + 2 * Cid.BYTES + 5 * Long.BYTES;

  RepoRow withSize(RepoIndex.Size newSize) {
    return new RepoRow(number, head, seq, newSize);
  }

  byte[] encode() {
    RepoState state = head.state();
    return ByteBuffer.allocate(BYTES)
        .putInt(number)
        .put(state.commit().toBytes())
        .putLong(state.rev().value())
        .put(state.data().toBytes())
        .putInt(head.position().segment())
        .putLong(head.position().offset())
        .putLong(seq)
        .putLong(size.blocks())
        .putLong(size.bytes())
        .array();
  }

  static RepoRow decode(Did did, byte[] row) {
    ByteBuffer from = ByteBuffer.wrap(row);
    int number = from.getInt();
    RepoState state = new RepoState(did, cid(from), new Tid(from.getLong()), cid(from));
    LogPosition position = new LogPosition(from.getInt(), from.getLong());
    return new RepoRow(
        number,
        new RepoIndex.Head(state, position),
        from.getLong(),
        new RepoIndex.Size(from.getLong(), from.getLong()));
  }

  private static Cid cid(ByteBuffer from) {
    byte[] cid = new byte[Cid.BYTES];
    from.get(cid);
    return Cid.read(cid, 0);
  }
}
