package dev.orlop.mst;

import dev.orlop.atproto.syntax.Tid;
import dev.orlop.car.cid.Cid;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A whole commit, computed and signed, of which nothing has been written yet.
 *
 * @param commit the signed commit
 * @param cid its address
 * @param newBlocks what the repo gains: tree nodes, records, and the commit, which comes last
 * @param removedNodes the tree nodes that the repo loses; what becomes of replaced records is for
 *     the store to say, since another path may hold the same bytes
 * @param ops what happened to the records, in the order of their paths
 * @param proofBlocks the tree nodes that a consumer needs to undo the commit
 * @param before the state that it follows on; empty for the first commit
 */
public record CommitDraft(
    Commit commit,
    Cid cid,
    Map<Cid, byte[]> newBlocks,
    Set<Cid> removedNodes,
    List<RepoOp> ops,
    Map<Cid, byte[]> proofBlocks,
    Optional<RepoState> before) {
  /** Where the repo stands once the draft is applied. */
  public RepoState after() {
    return new RepoState(commit.did(), cid, commit.rev(), commit.data());
  }

  /** The root before, as the firehose tells it. */
  public Optional<Cid> prevData() {
    return before.map(RepoState::data);
  }

  /** The rev before, as the firehose tells it. */
  public Optional<Tid> since() {
    return before.map(RepoState::rev);
  }

  /** The proof's nodes that are not new: a store keeps them for the commit's event alone. */
  public Map<Cid, byte[]> proofOnly() {
    Map<Cid, byte[]> only = new LinkedHashMap<>(proofBlocks);
    only.keySet().removeAll(newBlocks.keySet());
    return only;
  }
}
