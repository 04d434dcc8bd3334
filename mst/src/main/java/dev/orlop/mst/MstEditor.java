package dev.orlop.mst;

import dev.orlop.car.cbor.DagCborWriter;
import dev.orlop.car.cid.Cid;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Applies edits to a tree, all in one pass: takes a root, gives a root, changes nothing.
 *
 * <p>The pass goes from the top down. At each height it is given a range of keys, the old subtrees
 * that reach into it (the {@link Source}s, of which there are several where entries between them
 * were deleted) and the edits that fall into it. It settles which entries the new node has, which
 * cuts the range into gaps, and goes down into each gap with the old subtrees and edits that belong
 * there. A gap with one old subtree, wholly inside, and no edits is taken over unseen; that is what
 * makes an edit cost the height of the tree and not its size.
 */
public final class MstEditor {
  private final NodeStore store;
  private final byte[][] keys;
  private final @Nullable Cid[] values;
  private final int[] heights;
  private final @Nullable Cid[] previous;

  private final Map<Cid, MstNode> touched = new HashMap<>();
  private final Set<Cid> kept = new HashSet<>();
  private final Map<Cid, MstEdit.Created> created = new LinkedHashMap<>();
  private final DagCborWriter writer = new DagCborWriter(1024);

  private MstEditor(NodeStore store, List<Edit> sorted) {
    int count = sorted.size();
    this.store = store;
    keys = new byte[count][];
    values = new @Nullable Cid[count];
    heights = new int[count];
    previous = new @Nullable Cid[count];
    for (int i = 0; i < count; i++) {
      keys[i] = sorted.get(i).key();
      if (keys[i].length == 0 || keys[i].length > MstKey.MAX_BYTES) {
        throw new IllegalArgumentException("a key of " + keys[i].length + " bytes");
      }
      if (i > 0 && MstKey.compare(keys[i - 1], keys[i]) == 0) {
        throw new IllegalArgumentException("two edits of the key " + MstKey.text(keys[i]));
      }
      switch (sorted.get(i)) {
        case Edit.Put(byte[] key, Cid value) -> {
          values[i] = value;
          heights[i] = MstKey.height(key);
        }
        case Edit.Delete _ -> heights[i] = -1;
      }
    }
  }

  /**
   * Applies edits, of which no two have the same key, in any order.
   *
   * @throws MissingBlockException if a node that the edits reach into is not in the store
   * @throws MstException if such a node breaks the rules of the format, or the edits would make a
   *     node larger than {@link MstNodeCodec} reads
   */
  public static MstEdit apply(NodeStore store, Cid root, List<? extends Edit> edits) {
    List<Edit> sorted = new ArrayList<>(edits);
    sorted.sort((a, b) -> MstKey.compare(a.key(), b.key()));
    return new MstEditor(store, sorted).run(root);
  }

  /** Builds a tree from nothing: of entries in any order, no two with the same key. */
  public static MstEdit build(List<Edit.Put> entries) {
    return applyToNothing(entries);
  }

  /** Applies edits where there is no tree yet, not even the empty one: nothing is removed. */
  static MstEdit applyToNothing(List<? extends Edit> edits) {
    MstEdit edit = apply(NodeStore.over(_ -> null), Mst.EMPTY_ROOT, edits);
    Map<Cid, MstEdit.Created> created = edit.created();
    if (edit.root().equals(Mst.EMPTY_ROOT)) {
      byte[] block = MstNodeCodec.encode(MstNode.EMPTY);
      created = Map.of(Mst.EMPTY_ROOT, new MstEdit.Created(MstNode.EMPTY, block));
    }
    return new MstEdit(edit.root(), created, Set.of(), edit.previous());
  }

  private MstEdit run(Cid oldRoot) {
    MstNode node = load(oldRoot);
    int top = 0;
    for (int height : heights) {
      top = Math.max(top, height);
    }
    List<Source> sources = List.of();
    if (!node.isEmpty()) {
      if (node.size() == 0) {
        throw new MstException("a root without entries");
      }
      int height = MstKey.height(node.key(0));
      top = Math.max(top, height);
      sources = List.of(new Source(oldRoot, height, null, null));
    }
    @Nullable Cid subtree = rebuild(top, sources, null, null, 0, keys.length);
    Cid root = subtree == null ? create(MstNode.EMPTY) : trim(subtree);
    return outcome(root);
  }

  private MstEdit outcome(Cid root) {
    if (touched.containsKey(root) && !created.containsKey(root)) {
      kept.add(root);
    }
    Set<Cid> removed = new HashSet<>(touched.keySet());
    removed.removeAll(kept);
    removed.removeAll(created.keySet());
    created.keySet().removeAll(touched.keySet());
    return new MstEdit(root, created, removed, Arrays.asList(previous));
  }

  /** Takes nodes that only hand on to their left subtree off the top: the root is never one. */
  private Cid trim(Cid subtree) {
    Cid root = subtree;
    while (true) {
      MstEdit.Created fresh = created.get(root);
      MstNode node = fresh != null ? fresh.node() : store.get(root);
      Cid left = node.subtree(0);
      if (node.size() > 0 || left == null) {
        return root;
      }
      if (fresh != null) {
        created.remove(root);
      } else {
        load(root);
        kept.remove(root);
      }
      root = left;
    }
  }

  /**
   * An old subtree: its node is at {@code height}, its keys lie between {@code from} and {@code
   * to}, both exclusive, null where nothing bounds them.
   */
  private record Source(Cid cid, int height, byte @Nullable [] from, byte @Nullable [] to) {
    boolean inside(byte @Nullable [] low, byte @Nullable [] high) {
      return (low == null || (from != null && MstKey.compare(from, low) >= 0))
          && (high == null || (to != null && MstKey.compare(to, high) <= 0));
    }

    boolean reachesInto(byte @Nullable [] low, byte @Nullable [] high) {
      return endsAbove(low) && (high == null || from == null || MstKey.compare(from, high) < 0);
    }

    boolean endsAbove(byte @Nullable [] low) {
      return low == null || to == null || MstKey.compare(to, low) > 0;
    }
  }

  /**
   * Makes the subtree of {@code height} for the keys between {@code low} and {@code high}, from the
   * old subtrees that reach into that range and the edits {@code firstEdit} to {@code endEdit}.
   */
  private @Nullable Cid rebuild(
      int height,
      List<Source> sources,
      byte @Nullable [] low,
      byte @Nullable [] high,
      int firstEdit,
      int endEdit) {
    if (sources.size() <= 1 && allSettled(firstEdit, endEdit)) {
      if (sources.isEmpty()) {
        return null;
      }
      Source only = sources.getFirst();
      if (only.height == height && only.inside(low, high)) {
        return only.cid;
      }
    }
    NodeDraft draft = new NodeDraft(endEdit - firstEdit);
    List<Source> below = new ArrayList<>();
    int edit = firstEdit;
    for (Source source : sources) {
      edit = takeEntries(source, height, low, high, edit, endEdit, draft, below);
    }
    insertBefore(null, height, edit, endEdit, draft);
    @Nullable Cid[] subtrees = rebuildGaps(height, draft, below, low, high, firstEdit, endEdit);
    MstNode node = new MstNode(draft.keys(), draft.values(), subtrees);
    if (node.isEmpty()) {
      return null;
    }
    if (sources.size() == 1 && sources.getFirst().height == height) {
      Cid old = sources.getFirst().cid;
      if (node.equals(touched.get(old))) {
        kept.add(old);
        return old;
      }
    }
    return create(node);
  }

  /** Whether each of these edits has met its entry further up. */
  private boolean allSettled(int firstEdit, int endEdit) {
    for (int edit = firstEdit; edit < endEdit; edit++) {
      if (previous[edit] == null) {
        return false;
      }
    }
    return true;
  }

  /**
   * Adds the entries of one old node, as the edits leave them, to the draft, its subtrees to those
   * of the next height; and inserts the new entries that come before and between them.
   *
   * @return the first edit behind the node's last entry
   */
  private int takeEntries(
      Source source,
      int height,
      byte @Nullable [] low,
      byte @Nullable [] high,
      int firstEdit,
      int endEdit,
      NodeDraft draft,
      List<Source> below) {
    if (source.height < height) {
      // The tree grows above its old root: as if a node stood here that only hands on to it.
      below.add(source);
      return firstEdit;
    }
    MstNode node = load(source.cid);
    boolean whole = source.inside(low, high);
    int edit = firstEdit;
    byte @Nullable [] from = source.from;
    for (int i = 0; i <= node.size(); i++) {
      byte @Nullable [] to = i < node.size() ? node.key(i) : source.to;
      Cid subtree = node.subtree(i);
      if (subtree != null) {
        if (height == 0) {
          throw new MstException("a subtree below height 0");
        }
        Source child = new Source(subtree, height - 1, from, to);
        if (whole || child.reachesInto(low, high)) {
          below.add(child);
        }
      }
      if (i == node.size() || to == null) {
        break;
      }
      from = to;
      boolean mine =
          whole
              || ((low == null || MstKey.compare(low, to) < 0)
                  && (high == null || MstKey.compare(to, high) < 0));
      if (mine) {
        edit = insertBefore(to, height, edit, endEdit, draft);
        if (edit < endEdit && MstKey.compare(keys[edit], to) == 0) {
          previous[edit] = node.value(i);
          if (values[edit] instanceof Cid value) {
            draft.add(to, value);
          }
          edit++;
        } else {
          draft.add(to, node.value(i));
        }
      }
    }
    return edit;
  }

  /**
   * Adds the new entries of this height whose keys are below {@code bound}; returns the edit at it.
   */
  private int insertBefore(
      byte @Nullable [] bound, int height, int firstEdit, int endEdit, NodeDraft draft) {
    int edit = firstEdit;
    while (edit < endEdit && (bound == null || MstKey.compare(keys[edit], bound) < 0)) {
      if (values[edit] instanceof Cid value && heights[edit] == height) {
        draft.add(keys[edit], value);
      }
      edit++;
    }
    return edit;
  }

  private @Nullable Cid[] rebuildGaps(
      int height,
      NodeDraft draft,
      List<Source> below,
      byte @Nullable [] low,
      byte @Nullable [] high,
      int firstEdit,
      int endEdit) {
    @Nullable Cid[] subtrees = new @Nullable Cid[draft.size() + 1];
    if (height == 0) {
      return subtrees;
    }
    int edit = firstEdit;
    int source = 0;
    byte @Nullable [] from = low;
    for (int gap = 0; gap <= draft.size(); gap++) {
      byte @Nullable [] to = gap < draft.size() ? draft.key(gap) : high;
      int gapEdit = edit;
      while (edit < endEdit && (to == null || MstKey.compare(keys[edit], to) < 0)) {
        edit++;
      }
      // A subtree that is cut by an entry belongs to the gaps on both sides of it.
      while (source < below.size() && !below.get(source).endsAbove(from)) {
        source++;
      }
      int endSource = source;
      while (endSource < below.size() && below.get(endSource).reachesInto(from, to)) {
        endSource++;
      }
      subtrees[gap] =
          rebuild(height - 1, below.subList(source, endSource), from, to, gapEdit, edit);
      if (edit < endEdit && to != null && MstKey.compare(keys[edit], to) == 0) {
        edit++;
      }
      from = to;
    }
    return subtrees;
  }

  private MstNode load(Cid cid) {
    MstNode node = touched.get(cid);
    if (node == null) {
      // The empty tree needs no store: every history begins with it.
      node = cid.equals(Mst.EMPTY_ROOT) ? MstNode.EMPTY : store.get(cid);
      touched.put(cid, node);
    }
    return node;
  }

  private Cid create(MstNode node) {
    writer.reset();
    MstNodeCodec.write(node, writer);
    if (node.size() > MstNodeCodec.MAX_ENTRIES || writer.size() > MstNodeCodec.MAX_BYTES) {
      // Only keys that were chosen to fall together get here, and nobody could read the node.
      throw new MstException("a node of " + node.size() + " entries, too many to be read back");
    }
    Cid cid = writer.cid();
    created.put(cid, new MstEdit.Created(node, writer.toByteArray()));
    return cid;
  }
}
