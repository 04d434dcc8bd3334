package dev.orlop.mst;

import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.car.cid.Cid;
import org.jspecify.annotations.Nullable;

/**
 * What a commit did to one record, as the firehose tells it (Sync 1.1).
 *
 * @param cid of the record after the commit; null when it was deleted
 * @param prev of the record before the commit; null when it was created
 */
public record RepoOp(Action action, RepoPath path, @Nullable Cid cid, @Nullable Cid prev) {
  /** The three things that can happen to a record. */
  public enum Action {
    /** It was not there before. */
    CREATE,
    /** It has another value now. */
    UPDATE,
    /** It is not there any more. */
    DELETE;

    /** The name on the wire. */
    public String wireName() {
      return switch (this) {
        case CREATE -> "create";
        case UPDATE -> "update";
        case DELETE -> "delete";
      };
    }
  }

  /** The operation that leads from one value to another, which are not both null. */
  public static RepoOp of(RepoPath path, @Nullable Cid prev, @Nullable Cid cid) {
    Action action = prev == null ? Action.CREATE : cid == null ? Action.DELETE : Action.UPDATE;
    return new RepoOp(action, path, cid, prev);
  }

  /** The same as a change of the tree. */
  public MstDiff.Change change() {
    return new MstDiff.Change(MstKey.of(path.toString()), prev, cid);
  }
}
