package dev.orlop.mst;

import dev.orlop.car.cid.Cid;
import java.util.List;
import java.util.Optional;

/**
 * What a verifier saw.
 *
 * @param commit the commit at the root, if it could be read
 * @param cid of that commit
 * @param nodes how many nodes the tree has
 * @param records how many records it has
 * @param bytes of the file
 * @param extraBlocks blocks in the file that do not belong to the repo; allowed, and told
 * @param faults all that is wrong; none for a good repo
 */
public record RepoReport(
    Optional<Commit> commit,
    Optional<Cid> cid,
    long nodes,
    long records,
    long bytes,
    long extraBlocks,
    List<RepoFault> faults) {
  /** Whether nothing is wrong. */
  public boolean isValid() {
    return faults.isEmpty();
  }
}
