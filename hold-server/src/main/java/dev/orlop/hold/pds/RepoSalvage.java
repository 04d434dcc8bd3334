package dev.orlop.hold.pds;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.store.StoreDamagedException;
import dev.orlop.hold.store.Trailer;
import dev.orlop.hold.store.car.LogScan;
import dev.orlop.mst.Commit;
import dev.orlop.mst.CommitFormatException;
import dev.orlop.mst.MstException;
import dev.orlop.mst.MstKey;
import dev.orlop.mst.MstNode;
import dev.orlop.mst.MstNodeCodec;
import dev.orlop.mst.RepoOp;
import dev.orlop.mst.RepoState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what a repo held whose log is damaged, also where its tree is not whole.
 *
 * <p>What the newest tree says of a key is true. Where a node of it is missing, the trailers tell
 * of the keys that would be below it: what was written to them last, as far as trailers are left.
 */
public final class RepoSalvage {
  /**
   * What was found.
   *
   * @param head the newest commit that is known of
   * @param records what can be had, by path
   * @param lost the records that are known of and whose bytes are gone
   * @param missingNodes the nodes of the newest tree that are gone
   * @param headMissing whether the bytes of the newest commit are gone
   * @param damage what cannot be read in the log
   * @param marks the numbers that the commits set
   * @param lastSeq the greatest that a commit was given
   */
  public record Findings(
      RepoState head,
      Map<RepoPath, Cid> records,
      Map<RepoPath, Cid> lost,
      List<Cid> missingNodes,
      boolean headMissing,
      List<LogScan.Damage> damage,
      Map<String, Long> marks,
      long lastSeq) {
    /** Whether the repo is whole, and its log as well but for what a crash leaves at its end. */
    public boolean isSound() {
      return !headMissing
          && missingNodes.isEmpty()
          && lost.isEmpty()
          && damage.stream().allMatch(LogScan.Damage::torn);
    }
  }

  /** Keys of which the tree does not tell, between two that it has; null where nothing bounds. */
  private record Gap(byte @Nullable [] above, byte @Nullable [] below) {
    boolean holds(byte[] key) {
      return (above == null || MstKey.compare(above, key) < 0)
          && (below == null || MstKey.compare(key, below) < 0);
    }
  }

  private final LogScan scan;
  private final Map<RepoPath, Cid> entries = new TreeMap<>();
  private final List<Gap> gaps = new ArrayList<>();
  private final List<Cid> missingNodes = new ArrayList<>();

  private RepoSalvage(LogScan scan) {
    this.scan = scan;
  }

  /**
   * Examines what is left of a repo.
   *
   * @throws StoreDamagedException if not even one trailer is left
   */
  public static Findings examine(Did did, LogScan scan) {
    Map<RepoPath, Cid> told = Map.of();
    Map<String, Long> marks = new HashMap<>();
    Trailer newest = null;
    long lastSeq = 0;
    for (Trailer trailer : scan.trailers()) {
      told = after(trailer, told, scan);
      marks.putAll(trailer.marks());
      lastSeq = Math.max(lastSeq, trailer.seq());
      newest = trailer;
    }
    if (newest == null) {
      throw new StoreDamagedException("nothing is left of the log of " + did);
    }
    RepoState head =
        newestCommit(did, scan)
            .orElse(new RepoState(did, newest.commit(), newest.rev(), newest.data()));
    RepoSalvage tree = new RepoSalvage(scan);
    Map<RepoPath, Cid> all = tree.entries(head.data(), told);
    Map<RepoPath, Cid> lost = new TreeMap<>(all);
    lost.values().removeIf(scan::has);
    all.keySet().removeAll(lost.keySet());
    return new Findings(
        head,
        all,
        lost,
        tree.missingNodes,
        !scan.has(head.commit()),
        scan.damage(),
        marks,
        lastSeq);
  }

  /** A commit whose trailer is gone, at the end of the log. */
  private static Optional<RepoState> newestCommit(Did did, LogScan scan) {
    Optional<RepoState> newest = Optional.empty();
    for (Cid cid : scan.unclaimed()) {
      Optional<Commit> commit = scan.block(cid).flatMap(RepoSalvage::commit);
      if (commit.isPresent() && commit.get().did().equals(did)) {
        newest = Optional.of(new RepoState(did, cid, commit.get().rev(), commit.get().data()));
      }
    }
    return newest;
  }

  private static Optional<Commit> commit(byte[] block) {
    try {
      return Optional.of(Commit.decode(block));
    } catch (CommitFormatException e) {
      return Optional.empty();
    }
  }

  /** What is there after a group, as far as its trailer and those before it tell. */
  private static Map<RepoPath, Cid> after(
      Trailer trailer, Map<RepoPath, Cid> before, LogScan scan) {
    if (trailer.snapshot().isPresent()) {
      return new RepoSalvage(scan).entries(trailer.data(), before);
    }
    Map<RepoPath, Cid> after = before instanceof TreeMap ? before : new TreeMap<>(before);
    for (RepoOp op : trailer.ops()) {
      if (op.cid() instanceof Cid cid) {
        after.put(op.path(), cid);
      } else {
        after.remove(op.path());
      }
    }
    return after;
  }

  /** The entries of a tree; in its gaps, what was told. */
  private Map<RepoPath, Cid> entries(Cid root, Map<RepoPath, Cid> told) {
    walk(root, null, null);
    if (!gaps.isEmpty()) {
      told.forEach(
          (path, cid) -> {
            byte[] key = MstKey.of(path.toString());
            if (gaps.stream().anyMatch(gap -> gap.holds(key))) {
              entries.putIfAbsent(path, cid);
            }
          });
    }
    return entries;
  }

  /** No cycle can be met: a node is where it is because its bytes have its CID. */
  private void walk(Cid cid, byte @Nullable [] above, byte @Nullable [] below) {
    Optional<MstNode> node = scan.block(cid).flatMap(RepoSalvage::node);
    if (node.isEmpty()) {
      missingNodes.add(cid);
      gaps.add(new Gap(above, below));
      return;
    }
    MstNode found = node.get();
    byte @Nullable [] low = above;
    for (int i = 0; i <= found.size(); i++) {
      byte @Nullable [] high = i < found.size() ? found.key(i) : below;
      if (found.subtree(i) instanceof Cid subtree) {
        walk(subtree, low, high);
      }
      if (i < found.size()) {
        entries.put(RepoPath.parse(MstKey.text(found.key(i))), found.value(i));
        low = found.key(i);
      }
    }
  }

  private static Optional<MstNode> node(byte[] block) {
    try {
      return Optional.of(MstNodeCodec.decode(block));
    } catch (MstException e) {
      return Optional.empty();
    }
  }
}
