package dev.orlop.mst;

import dev.orlop.car.cid.Cid;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Walks the entries of a tree in key order, up or down, loading nodes as it comes to them.
 *
 * <p>Not safe for use by several threads; the tree it walks does not change.
 */
public final class MstCursor implements Iterator<MstCursor.Entry> {
  /** One key and its value. */
  public record Entry(byte[] key, Cid value) {
    /** The key as text. */
    public String path() {
      return MstKey.text(key);
    }
  }

  /** A node on the way, and the place in it: even places are subtrees, odd ones entries. */
  private static final class Step {
    final MstNode node;
    int place;

    Step(MstNode node, int place) {
      this.node = node;
      this.place = place;
    }
  }

  private final NodeStore store;
  private final boolean up;
  private final byte @Nullable [] bound;
  private final Deque<Step> steps = new ArrayDeque<>();
  private byte @Nullable [] last;
  private @Nullable Entry next;

  private MstCursor(NodeStore store, boolean up, byte @Nullable [] bound) {
    this.store = store;
    this.up = up;
    this.bound = bound;
  }

  /** All entries, lowest key first. */
  public static MstCursor all(NodeStore store, Cid root) {
    return range(store, root, null, null);
  }

  /** The entries from {@code from}, inclusive, to {@code to}, exclusive; null for no bound. */
  public static MstCursor range(
      NodeStore store, Cid root, byte @Nullable [] from, byte @Nullable [] to) {
    MstCursor cursor = new MstCursor(store, true, to);
    cursor.seek(root, from, true);
    return cursor;
  }

  /** The entries below {@code below}, exclusive, highest first, down to {@code to}, inclusive. */
  public static MstCursor rangeDown(
      NodeStore store, Cid root, byte @Nullable [] below, byte @Nullable [] to) {
    MstCursor cursor = new MstCursor(store, false, to);
    cursor.seek(root, below, false);
    return cursor;
  }

  /** The entries whose key starts with {@code prefix}, lowest first. */
  public static MstCursor prefix(NodeStore store, Cid root, byte[] prefix) {
    return range(store, root, prefix, endOf(prefix));
  }

  /** The first key behind all that start with {@code prefix}, or null if there is none. */
  private static byte @Nullable [] endOf(byte[] prefix) {
    for (int i = prefix.length - 1; i >= 0; i--) {
      if (prefix[i] != (byte) 0xff) {
        byte[] end = Arrays.copyOf(prefix, i + 1);
        end[i]++;
        return end;
      }
    }
    return null;
  }

  /** Goes down to the place of {@code key} and finds the first entry at or beyond it. */
  private void seek(Cid root, byte @Nullable [] key, boolean inclusive) {
    @Nullable Cid cid = root;
    while (cid != null) {
      MstNode node = store.get(cid);
      Mst.requireDepth(steps.size());
      if (key == null) {
        int outermost = up ? 0 : node.size();
        steps.push(new Step(node, outermost * 2));
        cid = node.subtree(outermost);
        continue;
      }
      int found = node.find(key);
      if (found >= 0) {
        // Upwards the key itself is next; downwards the subtree in front of it.
        steps.push(new Step(node, inclusive ? found * 2 : found * 2 + 1));
        if (!inclusive) {
          advance();
          return;
        }
        break;
      }
      steps.push(new Step(node, (-found - 1) * 2));
      cid = node.subtree(-found - 1);
    }
    advance();
  }

  private void advance() {
    next = null;
    while (next == null && !steps.isEmpty()) {
      Step step = steps.peek();
      step.place += up ? 1 : -1;
      if (step.place < 0 || step.place > step.node.size() * 2) {
        steps.pop();
      } else if (step.place % 2 == 1) {
        take(step.node, step.place / 2);
      } else if (step.node.subtree(step.place / 2) instanceof Cid subtree) {
        Mst.requireDepth(steps.size());
        MstNode node = store.get(subtree);
        steps.push(new Step(node, up ? -1 : node.size() * 2 + 1));
      }
    }
  }

  private void take(MstNode node, int entry) {
    byte[] key = node.key(entry);
    if (last != null) {
      MstKey.requireAbove(up ? last : key, up ? key : last);
    }
    last = key;
    if (bound != null) {
      int order = MstKey.compare(key, bound);
      if (up ? order >= 0 : order < 0) {
        steps.clear();
        return;
      }
    }
    next = new Entry(key, node.value(entry));
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public Entry next() {
    Entry entry = next;
    if (entry == null) {
      throw new NoSuchElementException();
    }
    advance();
    return entry;
  }
}
