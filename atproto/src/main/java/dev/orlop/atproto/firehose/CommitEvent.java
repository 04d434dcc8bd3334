package dev.orlop.atproto.firehose;

import dev.orlop.atproto.syntax.Datetime;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.car.cid.Cid;
import java.util.List;
import java.util.Optional;

/**
 * A repo has a new commit.
 *
 * @param did whose repo it is; {@code repo} on the wire
 * @param rev of the commit
 * @param since the rev of the commit before; empty on the first one
 * @param commit its CID
 * @param prevData the root of the tree before; empty on the first one
 * @param ops what it did to the records
 * @param blocks a CAR whose root is the commit: the commit, new nodes, records that were written,
 *     and the nodes that it takes to undo the commit
 */
public record CommitEvent(
    long seq,
    Did did,
    Tid rev,
    Optional<Tid> since,
    Cid commit,
    Optional<Cid> prevData,
    List<RecordOp> ops,
    byte[] blocks,
    Datetime time)
    implements Event {
  /** The most operations of one commit. */
  public static final int MAX_OPS = 200;

  /** The most bytes of {@code blocks}. */
  public static final int MAX_BLOCKS_BYTES = 2_000_000;

  /** The most bytes of one record. */
  public static final int MAX_RECORD_BYTES = 1_000_000;

  /** Copies the list. */
  public CommitEvent {
    ops = List.copyOf(ops);
  }

  /** The same under another number. */
  public CommitEvent withSeq(long other) {
    return new CommitEvent(other, did, rev, since, commit, prevData, ops, blocks, time);
  }

  @Override
  public byte[] encode() {
    return FrameWriter.write(this);
  }
}
