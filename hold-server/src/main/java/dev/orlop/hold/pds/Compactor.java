package dev.orlop.hold.pds;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.store.RepoIndex;
import dev.orlop.hold.store.Trailer;
import dev.orlop.hold.store.car.RepoLog;
import dev.orlop.mst.BlockSource;
import dev.orlop.mst.MstKey;
import dev.orlop.mst.MstNode;
import dev.orlop.mst.MstNodeCodec;
import dev.orlop.mst.RepoState;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rewrites a repo's log with the blocks that its head reaches and nothing else. */
final class Compactor {
  private final BlockSource blocks;
  private final RepoLog.BlockSink sink;
  private final Map<RepoPath, Cid> records;

  private Compactor(BlockSource blocks, RepoLog.BlockSink sink, Map<RepoPath, Cid> records) {
    this.blocks = blocks;
    this.sink = sink;
    this.records = records;
  }

  /** The caller holds the repo's lock. */
  static void run(
      Did did,
      RepoState head,
      RepoLog log,
      RepoIndex index,
      BlockSource blocks,
      long seq,
      long timeMicros) {
    Map<RepoPath, Cid> records = new LinkedHashMap<>();
    Trailer trailer =
        new Trailer(
            seq,
            timeMicros,
            head.commit(),
            head.rev(),
            head.data(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of(),
            index.marks(did),
            true);
    log.compact(
        sink -> {
          new Compactor(blocks, sink, records).copy(head.data());
          sink.accept(head.commit(), blocks.require(head.commit()));
        },
        trailer,
        group -> index.apply(did, List.of(group), _ -> records));
  }

  private void copy(Cid cid) throws IOException {
    byte[] block = blocks.require(cid);
    sink.accept(cid, block);
    MstNode node = MstNodeCodec.decode(block);
    for (int i = 0; i <= node.size(); i++) {
      Cid subtree = node.subtree(i);
      if (subtree != null) {
        copy(subtree);
      }
      if (i < node.size()) {
        Cid record = node.value(i);
        sink.accept(record, blocks.require(record));
        records.put(RepoPath.parse(MstKey.text(node.key(i))), record);
      }
    }
  }
}
