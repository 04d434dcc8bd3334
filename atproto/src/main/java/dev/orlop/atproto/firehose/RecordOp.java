package dev.orlop.atproto.firehose;

import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.car.cid.Cid;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a commit says that it did to one record.
 *
 * @param cid of the record after the commit; null when it was deleted
 * @param prev of the record before the commit; null when it was created, and in the events of those
 *     who do not tell it
 */
public record RecordOp(Action action, RepoPath path, @Nullable Cid cid, @Nullable Cid prev) {
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
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Refuses an action that its CIDs contradict. */
  public RecordOp {
    if ((cid == null) != (action == Action.DELETE)) {
      throw new FrameFormatException("a record has a CID after all but its deletion: " + path);
    }
    if (prev != null && action == Action.CREATE) {
      throw new FrameFormatException("a record that is created has none before: " + path);
    }
  }
}
