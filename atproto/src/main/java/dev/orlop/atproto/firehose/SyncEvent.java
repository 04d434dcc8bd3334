package dev.orlop.atproto.firehose;

import dev.orlop.atproto.syntax.Datetime;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Tid;

/**
 * Says where a repo stands, whatever was told before: who knows another state fetches it anew.
 *
 * @param rev of the commit
 * @param blocks a CAR with the commit, which is its root, and nothing else
 */
public record SyncEvent(long seq, Did did, Tid rev, byte[] blocks, Datetime time) implements Event {
  /** The most bytes of {@code blocks}. */
  public static final int MAX_BLOCKS_BYTES = 10_000;

  @Override
  public byte[] encode() {
    return FrameWriter.write(this);
  }
}
