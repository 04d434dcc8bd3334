package dev.orlop.hold.pds;

import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.car.CarWriter;
import dev.orlop.car.cid.Cid;
import dev.orlop.mst.BlockSource;
import dev.orlop.mst.MissingBlockException;
import dev.orlop.mst.MstKey;
import dev.orlop.mst.MstNode;
import dev.orlop.mst.MstProof;
import dev.orlop.mst.NodeStore;
import dev.orlop.mst.RepoState;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What proves one record of a repo, or its absence: the commit and the way to the record. */
final class Proof {
  private final RepoState head;
  private final Map<Cid, byte[]> blocks;

  private Proof(RepoState head, Map<Cid, byte[]> blocks) {
    this.head = head;
    this.blocks = blocks;
  }

  /**
   * Collects the proof.
   *
   * @throws MissingBlockException if the repo is damaged
   */
  static Proof of(RepoState head, BlockSource source, RepoPath path) {
    Collector blocks = new Collector(source);
    blocks.require(head.commit());
    NodeStore nodes = NodeStore.over(blocks);
    byte[] key = MstKey.of(path.toString());
    Cid last = MstProof.path(nodes, head.data(), key).getLast();
    MstNode node = nodes.get(last);
    int found = node.find(key);
    if (found >= 0) {
      blocks.require(node.value(found));
    }
    return new Proof(head, blocks.taken);
  }

  /** Keeps what is asked for, in that order. */
  private static final class Collector implements BlockSource {
    private final BlockSource source;
    private final Map<Cid, byte[]> taken = new LinkedHashMap<>();

    Collector(BlockSource source) {
      this.source = source;
    }

    @Override
    public byte @Nullable [] get(Cid cid) {
      byte[] block = taken.get(cid);
      if (block == null) {
        block = source.get(cid);
        if (block != null) {
          taken.put(cid, block);
        }
      }
      return block;
    }
  }

  /** Writes it as a CAR whose root is the commit. */
  void writeTo(OutputStream out) throws IOException {
    CarWriter writer = new CarWriter(out, List.of(head.commit()));
    for (Map.Entry<Cid, byte[]> block : blocks.entrySet()) {
      writer.write(block.getKey(), block.getValue());
    }
  }
}
