package dev.orlop.hold.pds;

import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.store.SnapshotRevs;
import dev.orlop.hold.store.StoredBlock;
import dev.orlop.hold.store.Trailer;
import dev.orlop.hold.store.car.RepoLog;
import dev.orlop.mst.MstNode;
import dev.orlop.mst.MstNodeCodec;
import dev.orlop.mst.RepoState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Writes the blocks that a repo's head reaches and nothing else, as a snapshot keeps them. */
final class LiveBlocks implements RepoLog.SnapshotSource {
  /**
   * What a snapshot says of itself beside its blocks.
   *
   * @param seq its place in the order of all events, so that it is known again from the log alone
   */
  record Stamp(long seq, long timeMicros, Map<String, Long> marks, Map<RepoPath, Set<Cid>> blobs) {}

  /**
   * A block.
   *
   * @param rev of the commit that brought it
   */
  record Block(byte[] bytes, Tid rev) {}

  /** Where the blocks come from. */
  @FunctionalInterface
  interface Source {
    /** A block that the head reaches. */
    Block read(Cid cid);
  }

  private final RepoState head;
  private final Source blocks;
  private final Stamp stamp;
  private final List<Tid> revs = new ArrayList<>();
  private long records;

  LiveBlocks(RepoState head, Source blocks, Stamp stamp) {
    this.head = head;
    this.blocks = blocks;
    this.stamp = stamp;
  }

  /** Those of a repo as it was at a moment. */
  static LiveBlocks of(RepoMoment moment, Stamp stamp) {
    return new LiveBlocks(
        moment.state(),
        cid -> {
          StoredBlock stored = moment.find(cid);
          return new Block(moment.read(stored), stored.rev());
        },
        stamp);
  }

  /** How many records were written. */
  long records() {
    return records;
  }

  @Override
  public Trailer writeTo(RepoLog.BlockSink sink) throws IOException {
    writeTree(head.data(), sink);
    write(head.commit(), sink);
    return new Trailer(
        stamp.seq(),
        stamp.timeMicros(),
        head.commit(),
        head.rev(),
        head.data(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        stamp.marks(),
        stamp.blobs(),
        Optional.of(SnapshotRevs.of(revs)),
        0);
  }

  private void writeTree(Cid cid, RepoLog.BlockSink sink) throws IOException {
    MstNode node = MstNodeCodec.decode(write(cid, sink));
    for (int i = 0; i <= node.size(); i++) {
      if (node.subtree(i) instanceof Cid subtree) {
        writeTree(subtree, sink);
      }
      if (i < node.size()) {
        write(node.value(i), sink);
        records++;
      }
    }
  }

  private byte[] write(Cid cid, RepoLog.BlockSink sink) throws IOException {
    Block block = blocks.read(cid);
    if (sink.accept(cid, block.bytes())) {
      revs.add(block.rev());
    }
    return block.bytes();
  }
}
