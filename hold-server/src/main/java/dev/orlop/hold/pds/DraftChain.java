package dev.orlop.hold.pds;

import dev.orlop.car.cid.Cid;
import dev.orlop.mst.CommitDraft;
import dev.orlop.mst.MstNode;
import dev.orlop.mst.MstNodeCodec;
import dev.orlop.mst.NodeStore;
import dev.orlop.mst.RepoOp;
import dev.orlop.mst.RepoState;
import java.util.HashMap;
import java.util.Map;

/** Drafts that follow one upon the other before any of them is written: the tree as it will be. */
final class DraftChain implements NodeStore {
  /** More nodes than this come of an import, and are not needed again soon. */
  private static final int MAX_KEPT = 1000;

  private final NodeCache stored;
  private final Map<Cid, byte[]> drafted = new HashMap<>();
  private final Map<Cid, MstNode> decoded = new HashMap<>();
  private RepoState head;

  DraftChain(RepoState head, NodeCache stored) {
    this.head = head;
    this.stored = stored;
  }

  RepoState head() {
    return head;
  }

  void add(CommitDraft draft) {
    drafted.putAll(draft.newBlocks());
    drafted.remove(draft.cid());
    for (RepoOp op : draft.ops()) {
      if (op.cid() instanceof Cid record) {
        drafted.remove(record);
      }
    }
    drafted.keySet().removeAll(draft.removedNodes());
    decoded.keySet().removeAll(draft.removedNodes());
    head = draft.after();
  }

  @Override
  public MstNode get(Cid cid) {
    byte[] block = drafted.get(cid);
    return block == null
        ? stored.get(cid)
        : decoded.computeIfAbsent(cid, _ -> MstNodeCodec.decode(block));
  }

  /** Keeps the nodes that are in the tree now: the next commit begins with them. */
  void keepNodes() {
    if (drafted.size() <= MAX_KEPT) {
      drafted.keySet().forEach(cid -> stored.keep(cid, get(cid)));
    }
  }
}
