package dev.orlop.mst;

import dev.orlop.car.cid.Cid;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Undoes a commit on the nodes that it came with, as relays and consumers do (Sync 1.1): the root
 * that comes out must be the {@code prevData} that the commit claims.
 */
public final class MstInversion {
  private MstInversion() {}

  /** What came out. */
  public sealed interface Outcome {
    /** The root before the commit. */
    record Inverted(Cid root) implements Outcome {}

    /** The commit is not what it says it is. */
    record Invalid(String reason) implements Outcome {}
  }

  /**
   * Undoes changes on a tree of which perhaps only a part is there.
   *
   * @param changes with the values before and after that the commit claims
   */
  public static Outcome invert(NodeStore partial, Cid root, List<MstDiff.Change> changes) {
    List<Edit> edits = new ArrayList<>();
    for (MstDiff.Change change : changes) {
      Cid before = change.before();
      if (before == null && change.after() == null) {
        return new Outcome.Invalid("an operation without a value before or after");
      }
      edits.add(
          before == null ? new Edit.Delete(change.key()) : new Edit.Put(change.key(), before));
    }
    MstEdit edit;
    try {
      edit = MstEditor.apply(partial, root, edits);
    } catch (MissingBlockException | MstException | IllegalArgumentException e) {
      return new Outcome.Invalid(String.valueOf(e.getMessage()));
    }
    List<MstDiff.Change> sorted = new ArrayList<>(changes);
    sorted.sort((a, b) -> MstKey.compare(a.key(), b.key()));
    for (int i = 0; i < sorted.size(); i++) {
      @Nullable Cid found = edit.previous().get(i);
      if (!Objects.equals(found, sorted.get(i).after())) {
        return new Outcome.Invalid(
            sorted.get(i).path() + " is " + found + " in the tree, not " + sorted.get(i).after());
      }
    }
    return new Outcome.Inverted(edit.root());
  }
}
