package dev.orlop.mst;

import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.car.cid.Cid;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Computes commits. Reads the tree and writes nothing. */
public final class CommitDrafter {
  private final NodeStore nodes;
  private final Did did;
  private final SigningKey key;

  /**
   * A drafter for one repo.
   *
   * @param nodes the nodes of the trees that commits will follow on
   */
  public CommitDrafter(NodeStore nodes, Did did, SigningKey key) {
    this.nodes = nodes;
    this.did = did;
    this.key = key;
  }

  /**
   * Drafts the commit that makes these writes.
   *
   * <p>Without a state before, a repo is begun, and the draft is made even of no writes.
   *
   * @param rev of the new commit, above that of the state before
   */
  public DraftResult draft(Optional<RepoState> before, List<RecordWrite> writes, Tid rev) {
    TreeMap<String, RecordWrite> byPath = new TreeMap<>();
    for (RecordWrite write : writes) {
      if (byPath.put(write.path().toString(), write) != null) {
        return new DraftResult.DuplicatePath(write.path());
      }
    }
    // Paths are ASCII, so the order of the map is that of the tree.
    List<RecordWrite> sorted = new ArrayList<>(byPath.values());
    List<@Nullable Cid> values = new ArrayList<>();
    List<Edit> edits = new ArrayList<>();
    for (RecordWrite write : sorted) {
      Cid value = value(write);
      byte[] treeKey = MstKey.of(write.path().toString());
      values.add(value);
      edits.add(value == null ? new Edit.Delete(treeKey) : new Edit.Put(treeKey, value));
    }
    MstEdit edit =
        before.isPresent()
            ? MstEditor.apply(nodes, before.get().data(), edits)
            : MstEditor.applyToNothing(edits);
    List<RepoOp> ops = new ArrayList<>();
    Map<Cid, byte[]> records = new LinkedHashMap<>();
    for (int i = 0; i < sorted.size(); i++) {
      @Nullable Cid previous = edit.previous().get(i);
      @Nullable Cid value = values.get(i);
      switch (sorted.get(i)) {
        case RecordWrite.Create(RepoPath path, _) when previous != null -> {
          return new DraftResult.RecordExists(path);
        }
        case RecordWrite.Update(RepoPath path, _) when previous == null -> {
          return new DraftResult.RecordMissing(path);
        }
        case RecordWrite write -> {
          if (!Objects.equals(previous, value)) {
            ops.add(RepoOp.of(write.path(), previous, value));
            if (value != null) {
              block(write).ifPresent(block -> records.put(value, block));
            }
          }
        }
      }
    }
    if (ops.isEmpty() && before.isPresent()) {
      return new DraftResult.Unchanged();
    }
    return new DraftResult.Drafted(assemble(before, edit, ops, records, rev));
  }

  /**
   * Drafts a commit of the same tree under a new rev and perhaps a new key, as after a rotation of
   * keys or a restore.
   */
  public CommitDraft draftAgain(RepoState before, Tid rev) {
    MstEdit none = MstEditor.apply(nodes, before.data(), List.of());
    return assemble(Optional.of(before), none, List.of(), Map.of(), rev);
  }

  private CommitDraft assemble(
      Optional<RepoState> before,
      MstEdit edit,
      List<RepoOp> ops,
      Map<Cid, byte[]> records,
      Tid rev) {
    if (before.isPresent() && before.get().rev().compareTo(rev) >= 0) {
      throw new IllegalArgumentException("rev " + rev + " is not above " + before.get().rev());
    }
    Commit commit = Commit.sign(did, rev, edit.root(), key);
    byte[] commitBlock = commit.encode();
    Cid cid = Cid.hash(Cid.Codec.DAG_CBOR, commitBlock);
    Map<Cid, byte[]> newBlocks = new LinkedHashMap<>();
    edit.created().forEach((node, created) -> newBlocks.put(node, created.block()));
    newBlocks.putAll(records);
    newBlocks.put(cid, commitBlock);
    Map<Cid, byte[]> proof = proof(edit, ops);
    return new CommitDraft(commit, cid, newBlocks, edit.removed(), ops, proof, before);
  }

  private Map<Cid, byte[]> proof(MstEdit edit, List<RepoOp> ops) {
    NodeStore after =
        cid -> {
          MstEdit.Created created = edit.created().get(cid);
          return created != null ? created.node() : nodes.get(cid);
        };
    Collection<byte[]> keys = ops.stream().map(op -> MstKey.of(op.path().toString())).toList();
    Map<Cid, byte[]> proof = new LinkedHashMap<>();
    // Who undoes a commit begins at the root, also where there is nothing to undo.
    Set<Cid> covering =
        keys.isEmpty() ? Set.of(edit.root()) : MstProof.covering(after, edit.root(), keys);
    for (Cid cid : covering) {
      MstEdit.Created created = edit.created().get(cid);
      proof.put(cid, created != null ? created.block() : MstNodeCodec.encode(nodes.get(cid)));
    }
    return proof;
  }

  private static @Nullable Cid value(RecordWrite write) {
    return block(write).map(block -> Cid.hash(Cid.Codec.DAG_CBOR, block)).orElse(null);
  }

  private static Optional<byte[]> block(RecordWrite write) {
    return switch (write) {
      case RecordWrite.Create(_, byte[] block) -> Optional.of(block);
      case RecordWrite.Update(_, byte[] block) -> Optional.of(block);
      case RecordWrite.Put(_, byte[] block) -> Optional.of(block);
      case RecordWrite.Delete _ -> Optional.empty();
    };
  }
}
