package dev.orlop.hold.store;

import dev.orlop.atproto.data.BlobRefs;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.car.cid.Cid;
import dev.orlop.mst.CommitDraft;
import dev.orlop.mst.RepoOp;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A commit that is to be written, with what becomes true with it.
 *
 * @param marks named numbers
 */
public record Drafted(CommitDraft draft, Map<String, Long> marks) {
  /** Copies the marks. */
  public Drafted {
    marks = Map.copyOf(marks);
  }

  /** A commit without marks. */
  public static Drafted of(CommitDraft draft) {
    return new Drafted(draft, Map.of());
  }

  /** What the records refer to that the commit writes, whoever made them; nothing is left out. */
  public Map<RepoPath, Set<Cid>> blobs() {
    Map<RepoPath, Set<Cid>> blobs = new TreeMap<>();
    for (RepoOp op : draft.ops()) {
      if (op.cid() instanceof Cid cid && draft.newBlocks().get(cid) instanceof byte[] record) {
        Set<Cid> found = BlobRefs.inBlock(record);
        if (!found.isEmpty()) {
          blobs.put(op.path(), found);
        }
      }
    }
    return blobs;
  }

  /**
   * Whether it is a repo's first commit. Nobody is told of that: whoever makes an account says
   * where its repo stands when all else is ready.
   */
  public boolean isFirst() {
    return draft.before().isEmpty();
  }
}
