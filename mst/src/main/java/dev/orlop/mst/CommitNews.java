package dev.orlop.mst;

import dev.orlop.atproto.firehose.CommitEvent;
import dev.orlop.atproto.firehose.RecordOp;
import dev.orlop.atproto.syntax.Datetime;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.car.CarWriter;
import dev.orlop.car.cid.Cid;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the network is told of a commit (Sync 1.1), but for its number: made of a draft, or of what
 * a store kept of one, it comes to the same bytes.
 *
 * @param after where the repo stands with the commit
 * @param since the rev before; empty for the first commit
 * @param prevData the root before; empty for the first commit
 * @param ops what happened to the records
 * @param blocks the commit's, then the others that are new, then those that only prove something,
 *     each in the order of the draft
 */
public record CommitNews(
    RepoState after,
    Optional<Tid> since,
    Optional<Cid> prevData,
    List<RepoOp> ops,
    Map<Cid, byte[]> blocks) {
  /** The news of a commit that was just made. */
  public static CommitNews of(CommitDraft draft) {
    return of(
        draft.after(),
        draft.since(),
        draft.prevData(),
        draft.ops(),
        List.of(draft.newBlocks(), draft.proofOnly()));
  }

  /**
   * The news of a commit that was kept.
   *
   * @param blocks in the order of the draft: those that were new, the commit among them, then those
   *     that only prove something
   */
  public static CommitNews of(
      RepoState after,
      Optional<Tid> since,
      Optional<Cid> prevData,
      List<RepoOp> ops,
      List<Map<Cid, byte[]>> blocks) {
    LinkedHashMap<Cid, byte[]> ordered = new LinkedHashMap<>();
    blocks.forEach(ordered::putAll);
    byte[] commit = ordered.remove(after.commit());
    if (commit == null) {
      throw new MissingBlockException(after.commit());
    }
    ordered.putFirst(after.commit(), commit);
    return new CommitNews(after, since, prevData, ops, ordered);
  }

  /** The bytes that {@link CommitEvent#blocks} takes. */
  public long carSize() {
    long size = header(after.commit()).length;
    for (byte[] block : blocks.values()) {
      size += CarWriter.size(block.length);
    }
    return size;
  }

  /** The event. The moment that it tells is that of the commit's rev. */
  public CommitEvent toEvent(long seq) {
    return new CommitEvent(
        seq,
        after.did(),
        after.rev(),
        since,
        after.commit(),
        prevData,
        ops.stream().map(CommitNews::op).toList(),
        car(after.commit(), blocks),
        Datetime.of(after.rev().instant()));
  }

  private static RecordOp op(RepoOp op) {
    RecordOp.Action action =
        switch (op.action()) {
          case CREATE -> RecordOp.Action.CREATE;
          case UPDATE -> RecordOp.Action.UPDATE;
          case DELETE -> RecordOp.Action.DELETE;
        };
    return new RecordOp(action, op.path(), op.cid(), op.prev());
  }

  /** A CAR of a commit alone, as a {@code #sync} carries it. */
  public static byte[] car(Cid commit, byte[] block) {
    return car(commit, Map.of(commit, block));
  }

  private static byte[] car(Cid root, Map<Cid, byte[]> blocks) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream(4096);
      CarWriter writer = new CarWriter(out, List.of(root));
      for (Map.Entry<Cid, byte[]> block : blocks.entrySet()) {
        writer.write(block.getKey(), block.getValue());
      }
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] header(Cid root) {
    return car(root, Map.of());
  }
}
