package dev.orlop.mst;

import dev.orlop.atproto.crypto.PublicKey;
import dev.orlop.atproto.firehose.CommitEvent;
import dev.orlop.atproto.firehose.RecordOp;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.car.CarBlock;
import dev.orlop.car.CarFormatException;
import dev.orlop.car.CarLimits;
import dev.orlop.car.CarReader;
import dev.orlop.car.cid.Cid;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Judges a commit that a firehose brought, from the event alone and from the little that a consumer
 * keeps of each repo (Sync 1.1). Who the account is, and whether the rev lies in the future, is for
 * the caller to say.
 */
public final class CommitVerifier {
  private static final CarLimits LIMITS =
      new CarLimits(1024, CommitEvent.MAX_BLOCKS_BYTES, 100_000, CommitEvent.MAX_BLOCKS_BYTES);

  private CommitVerifier() {}

  /**
   * What a consumer keeps of a repo.
   *
   * @param rev of the last commit that it took
   * @param data the root of that commit's tree
   */
  public record Known(Tid rev, Cid data) {}

  /** What is to be done with a commit. */
  public sealed interface Verdict {
    /**
     * It is true, and follows on what is known.
     *
     * @param next what is known from now on
     * @param blocks what came with it, records among them
     */
    record Valid(Known next, Map<Cid, byte[]> blocks) implements Verdict {}

    /** It is known already, or older than what is known. */
    record Stale() implements Verdict {}

    /** It is true, but something before it is missing: the repo is to be fetched anew. */
    record Gap(String reason) implements Verdict {}

    /** It is not signed by this key; the account may have another by now. */
    record WrongKey() implements Verdict {}

    /** It is not what it says it is. */
    record Invalid(String reason) implements Verdict {}
  }

  /**
   * Judges a commit.
   *
   * @param known of the repo; empty for one that is new to the consumer
   * @param key of the account
   */
  public static Verdict verify(Optional<Known> known, CommitEvent event, PublicKey key) {
    Map<Cid, byte[]> blocks;
    Commit commit;
    try {
      blocks = read(event);
      commit = commit(event, blocks);
      requireOps(event, blocks);
    } catch (CarFormatException | CommitFormatException e) {
      return new Verdict.Invalid(String.valueOf(e.getMessage()));
    }
    if (!commit.verify(key)) {
      return new Verdict.WrongKey();
    }
    if (known.isPresent() && commit.rev().compareTo(known.get().rev()) <= 0) {
      return new Verdict.Stale();
    }
    Optional<String> fault = fault(event, commit, blocks);
    if (fault.isPresent()) {
      return new Verdict.Invalid(fault.get());
    }
    return known.isPresent() && !follows(event, known.get())
        ? new Verdict.Gap("%s follows on %s".formatted(commit.rev(), event.since()))
        : new Verdict.Valid(new Known(commit.rev(), commit.data()), blocks);
  }

  private static boolean follows(CommitEvent event, Known known) {
    return event.since().equals(Optional.of(known.rev()))
        && event.prevData().equals(Optional.of(known.data()));
  }

  private static Map<Cid, byte[]> read(CommitEvent event) {
    Map<Cid, byte[]> blocks = new HashMap<>();
    try (CarReader reader = new CarReader(new ByteArrayInputStream(event.blocks()), LIMITS)) {
      if (!reader.root().equals(event.commit())) {
        throw new CommitFormatException("the root of the blocks is another commit");
      }
      for (CarBlock block = reader.next(); block != null; block = reader.next()) {
        blocks.put(block.cid(), block.data());
      }
      return blocks;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Commit commit(CommitEvent event, Map<Cid, byte[]> blocks) {
    byte[] block = blocks.get(event.commit());
    if (block == null) {
      throw new CommitFormatException("the commit is not among the blocks");
    }
    Commit commit = Commit.decode(block);
    if (!commit.did().equals(event.did()) || !commit.rev().equals(event.rev())) {
      throw new CommitFormatException(
          "the commit is %s of %s".formatted(commit.rev(), commit.did()));
    }
    return commit;
  }

  private static void requireOps(CommitEvent event, Map<Cid, byte[]> blocks) {
    Set<String> paths = new HashSet<>();
    for (RecordOp op : event.ops()) {
      if (!paths.add(op.path().toString())) {
        throw new CommitFormatException("two operations on " + op.path());
      }
      if (op.cid() instanceof Cid cid && !blocks.containsKey(cid)) {
        throw new CommitFormatException("the record of " + op.path() + " is not among the blocks");
      }
      if (op.action() != RecordOp.Action.CREATE && op.prev() == null) {
        throw new CommitFormatException("no record before at " + op.path());
      }
    }
  }

  /** Undoes the commit: what comes out must be what it says that it follows on. */
  private static Optional<String> fault(CommitEvent event, Commit commit, Map<Cid, byte[]> blocks) {
    List<MstDiff.Change> changes = new ArrayList<>();
    for (RecordOp op : event.ops()) {
      changes.add(new MstDiff.Change(MstKey.of(op.path().toString()), op.prev(), op.cid()));
    }
    // A first commit follows on no records.
    Cid claimed = event.prevData().orElse(Mst.EMPTY_ROOT);
    return switch (MstInversion.invert(NodeStore.over(blocks::get), commit.data(), changes)) {
      case MstInversion.Outcome.Invalid(String reason) -> Optional.of(reason);
      case MstInversion.Outcome.Inverted(Cid root) ->
          root.equals(claimed)
              ? Optional.empty()
              : Optional.of("undone it comes to " + root + ", not to " + claimed);
    };
  }
}
