package dev.orlop.hold.pds;

import dev.orlop.car.cid.Cid;
import dev.orlop.mst.CommitDraft;
import dev.orlop.mst.MstNode;
import dev.orlop.mst.MstNodeCodec;
import dev.orlop.mst.NodeStore;
import dev.orlop.mst.RepoState;
import java.util.HashMap;
import java.util.Map;

/** Drafts that follow one upon the other before any of them is written: the tree as it will be. */
final class DraftChain implements NodeStore {
  private final NodeStore stored;
  private final Map<Cid, byte[]> drafted = new HashMap<>();
  private RepoState head;

  DraftChain(RepoState head, NodeStore stored) {
    this.head = head;
    this.stored = stored;
  }

  RepoState head() {
    return head;
  }

  void add(CommitDraft draft) {
    drafted.putAll(draft.newBlocks());
    head = draft.after();
  }

  @Override
  public MstNode get(Cid cid) {
    byte[] block = drafted.get(cid);
    return block != null ? MstNodeCodec.decode(block) : stored.get(cid);
  }
}
