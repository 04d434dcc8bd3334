package dev.orlop.hold.store;

import dev.orlop.atproto.syntax.Tid;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The revs in a snapshot: which commit brought each block, so that compaction does not make all of
 * them look new. Eight bytes each, in the order of the group's blocks.
 */
public final class SnapshotRevs {
  private final byte[] packed;

  private SnapshotRevs(byte[] packed) {
    this.packed = packed;
  }

  /** Of revs in memory. */
  public static SnapshotRevs of(List<Tid> revs) {
    ByteBuffer packed = ByteBuffer.allocate(revs.size() * Long.BYTES);
    revs.forEach(rev -> packed.putLong(rev.value()));
    return new SnapshotRevs(packed.array());
  }

  /**
   * Of revs as a trailer has them.
   *
   * @throws StoreDamagedException if they are cut off
   */
  static SnapshotRevs decode(byte[] packed) {
    if (packed.length % Long.BYTES != 0) {
      throw new StoreDamagedException("the revs of a snapshot are cut off");
    }
    return new SnapshotRevs(packed);
  }

  byte[] packed() {
    return packed.clone();
  }

  /**
   * The rev of the group's block with this number, from 0.
   *
   * @throws StoreDamagedException if there are fewer
   */
  public Tid block(int number) {
    if (number >= packed.length / Long.BYTES) {
      throw new StoreDamagedException("a snapshot holds more blocks than it has revs for");
    }
    return new Tid(ByteBuffer.wrap(packed).getLong(number * Long.BYTES));
  }
}
