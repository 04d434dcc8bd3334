package dev.orlop.hold.pds;

import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.store.BlobsHeld;
import dev.orlop.mst.Mst;
import dev.orlop.mst.MstKey;
import dev.orlop.mst.RecordWrite;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a repo is as a request insists. Asked between the drafts of one batch, of the tree as the
 * drafts before leave it: looked at any earlier, it could change before the commit.
 */
final class Preconditions {
  private Preconditions() {}

  /** What keeps the request from being drafted on the chain's head, if anything does. */
  static Optional<CommitResult> refusal(CommitRequest request, DraftChain chain, BlobsHeld held) {
    if (request.swapCommit().filter(wanted -> !wanted.equals(chain.head().commit())).isPresent()) {
      return Optional.of(new CommitResult.InvalidSwap(chain.head()));
    }
    for (Map.Entry<RepoPath, Optional<Cid>> swap : request.swapRecords().entrySet()) {
      RepoPath path = swap.getKey();
      Optional<Cid> found =
          Optional.ofNullable(Mst.get(chain, chain.head().data(), MstKey.of(path.toString())));
      boolean nothingToDelete = found.isEmpty() && deletes(request, path);
      if (!found.equals(swap.getValue()) && !nothingToDelete) {
        return Optional.of(new CommitResult.InvalidRecordSwap(path, found));
      }
    }
    return missing(request.blobs(), held).map(CommitResult.BlobMissing::new);
  }

  private static Optional<Cid> missing(Set<Cid> wanted, BlobsHeld held) {
    if (wanted.isEmpty()) {
      return Optional.empty();
    }
    Set<Cid> found = held.of(wanted);
    return wanted.stream().filter(blob -> !found.contains(blob)).findFirst();
  }

  private static boolean deletes(CommitRequest request, RepoPath path) {
    return request.writes().stream()
        .anyMatch(write -> write instanceof RecordWrite.Delete && write.path().equals(path));
  }
}
