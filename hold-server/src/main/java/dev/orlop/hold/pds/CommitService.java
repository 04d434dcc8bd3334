package dev.orlop.hold.pds;

import com.github.benmanes.caffeine.cache.Cache;
import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.atproto.syntax.TidClock;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.pds.CommitQueue.Pending;
import dev.orlop.hold.store.BlobsHeld;
import dev.orlop.hold.store.Drafted;
import dev.orlop.hold.store.RepoWriter;
import dev.orlop.mst.BlockSource;
import dev.orlop.mst.Commit;
import dev.orlop.mst.CommitDraft;
import dev.orlop.mst.CommitDrafter;
import dev.orlop.mst.DraftResult;
import dev.orlop.mst.MstNode;
import dev.orlop.mst.RepoState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Those who write to one repo. It takes all requests that wait, drafts them one upon the other, and
 * has them written at once.
 */
final class CommitService implements AutoCloseable {
  private final Did did;
  private final RepoWriter writer;
  private final Cache<Cid, MstNode> nodes;
  private final TidClock revs;
  private final CommitQueue queue = new CommitQueue();

  private final RepoKey known;

  /** Guarded by the queue. */
  private SigningKey key;

  /** The last head that is known to be signed with it. Guarded by the queue. */
  private Optional<Cid> signed = Optional.empty();

  /** Whether the key was asked for just now. Guarded by the queue. */
  private boolean fresh;

  CommitService(
      Did did, RepoKey known, RepoWriter writer, Cache<Cid, MstNode> nodes, TidClock revs) {
    this.did = did;
    this.known = known;
    this.key = known.known().get();
    this.writer = writer;
    this.nodes = nodes;
    this.revs = revs;
  }

  /** Begins the repo, if it is not begun. */
  void open() {
    queue.alone(
        () ->
            writer.write(
                (head, blocks, _) ->
                    head.isPresent() ? List.of() : List.of(first(cached(blocks)))));
  }

  /** The first commit of a repo: of an empty tree. */
  private Drafted first(NodeCache cached) {
    CommitDrafter drafter = new CommitDrafter(cached, did, key);
    if (drafter.draft(Optional.empty(), List.of(), revs.next())
        instanceof DraftResult.Drafted(CommitDraft draft)) {
      return Drafted.of(draft);
    }
    throw new IllegalStateException("a first commit is always drafted");
  }

  private NodeCache cached(BlockSource blocks) {
    return new NodeCache(blocks, nodes);
  }

  CommitResult commit(CommitRequest request) {
    return queue.submit(request, this::commitAll);
  }

  private void commitAll(List<Pending> batch) {
    Attempts attempts = new Attempts(batch);
    try {
      List<Long> seqs = signing(() -> writer.write(attempts::begin));
      attempts.last().ifPresent(last -> last.written(seqs));
    } finally {
      // Who was refused is told so whatever befalls the others.
      attempts.last().ifPresent(Attempt::refuse);
    }
  }

  /** The head is signed with another key: somebody exchanged it, in another process. */
  private static final class OtherKeyException extends RuntimeException {
    private static final long serialVersionUID = 1;

    OtherKeyException() {
      super("the head is signed with another key", null, false, false);
    }
  }

  /** Writes with the key that is the repo's; asked for again if it is not the one from before. */
  private List<Long> signing(Supplier<List<Long>> write) {
    try {
      return write.get();
    } catch (OtherKeyException _) {
      // Asked for with nothing locked: that takes a way to the store of its own.
      key = known.known().get();
      fresh = true;
    }
    try {
      return write.get();
    } finally {
      fresh = false;
    }
  }

  /**
   * Whoever exchanges a key signs the head with it, before anybody else writes. A head that neither
   * key signed is one whose exchange was cut off in between.
   */
  private void requireKey(RepoState head, BlockSource blocks) {
    Optional<Cid> now = Optional.of(head.commit());
    if (known.isFixed() || now.equals(signed)) {
      return;
    }
    if (!fresh && !Commit.decode(blocks.require(head.commit())).verify(key.publicKey())) {
      throw new OtherKeyException();
    }
    signed = now;
  }

  /** What was drafted for one batch; begun anew when the head was another than it seemed. */
  private final class Attempts {
    private final List<Pending> batch;
    private Optional<Attempt> last = Optional.empty();

    Attempts(List<Pending> batch) {
      this.batch = batch;
    }

    List<Drafted> begin(Optional<RepoState> head, BlockSource blocks, BlobsHeld held) {
      requireKey(head.orElseThrow(), blocks);
      Attempt attempt = new Attempt(new DraftChain(head.orElseThrow(), cached(blocks)), held);
      last = Optional.of(attempt);
      batch.forEach(attempt::draft);
      return attempt.drafts;
    }

    Optional<Attempt> last() {
      return last;
    }
  }

  private final class Attempt {
    private record Refused(Pending pending, CommitResult result) {}

    private final DraftChain chain;
    private final BlobsHeld held;
    private final List<Pending> pending = new ArrayList<>();
    private final List<Drafted> drafts = new ArrayList<>();
    private final List<Refused> refused = new ArrayList<>();

    Attempt(DraftChain chain, BlobsHeld held) {
      this.chain = chain;
      this.held = held;
    }

    void draft(Pending next) {
      switch (CommitService.this.draft(next.request(), chain, held)) {
        case Drafting.Done(CommitDraft draft) -> {
          pending.add(next);
          drafts.add(new Drafted(draft, next.request().marks()));
        }
        case Drafting.Over(CommitResult result) -> refused.add(new Refused(next, result));
      }
    }

    void written(List<Long> seqs) {
      chain.keepNodes();
      signed = Optional.of(chain.head().commit());
      for (int i = 0; i < pending.size(); i++) {
        pending.get(i).succeed(new CommitResult.Committed(drafts.get(i).draft(), seqs.get(i)));
      }
    }

    void refuse() {
      refused.forEach(one -> one.pending().succeed(one.result()));
    }
  }

  /** What came of drafting: a draft, or a result without one. */
  private sealed interface Drafting {
    record Done(CommitDraft draft) implements Drafting {}

    record Over(CommitResult result) implements Drafting {}
  }

  private Drafting draft(CommitRequest request, DraftChain chain, BlobsHeld held) {
    Optional<CommitResult> refusal = Preconditions.refusal(request, chain, held);
    if (refusal.isPresent()) {
      return new Drafting.Over(refusal.get());
    }
    RepoState before = chain.head();
    CommitDrafter drafter = new CommitDrafter(chain, did, key);
    Tid last = request.imported().filter(above(before.rev())).orElse(before.rev());
    Tid rev = revs.after(last);
    return switch (drafter.draft(Optional.of(before), request.writes(), rev)) {
      case DraftResult.Drafted(CommitDraft draft) -> drafted(request, draft, chain);
      case DraftResult.Unchanged() when request.imported().isPresent() ->
          drafted(request, drafter.draftAgain(before, rev), chain);
      case DraftResult.Unchanged() -> new Drafting.Over(new CommitResult.Unchanged(before));
      case DraftResult.RecordExists(RepoPath path) ->
          new Drafting.Over(new CommitResult.RecordExists(path));
      case DraftResult.RecordMissing(RepoPath path) ->
          new Drafting.Over(new CommitResult.RecordMissing(path));
      case DraftResult.DuplicatePath(RepoPath path) ->
          new Drafting.Over(new CommitResult.DuplicatePath(path));
    };
  }

  private static Predicate<Tid> above(Tid other) {
    return rev -> rev.compareTo(other) > 0;
  }

  private static Drafting drafted(CommitRequest request, CommitDraft draft, DraftChain chain) {
    // Of an import the network is told where the repo stands, and fetches it.
    Optional<CommitResult> tooLarge =
        request.imported().isPresent() ? Optional.empty() : CommitLimits.refusal(draft);
    if (tooLarge.isPresent()) {
      return new Drafting.Over(tooLarge.get());
    }
    chain.add(draft);
    return new Drafting.Done(draft);
  }

  /** Sees to it that all that was written is visible, or fails. */
  RepoState settle() {
    return queue.alone(writer::settle);
  }

  CommitResult.Committed recommit() {
    return queue.alone(() -> signAgain(() -> key));
  }

  /**
   * Signs the head again, if another key signed it.
   *
   * @return empty if this one did
   */
  Optional<CommitResult.Committed> signAnew() {
    return queue.alone(() -> signAgain(head -> !head.verify(key.publicKey()), () -> key));
  }

  CommitResult.Committed exchangeKey(Supplier<SigningKey> exchange) {
    return queue.alone(() -> signAgain(exchange));
  }

  private CommitResult.Committed signAgain(Supplier<SigningKey> with) {
    return signAgain(_ -> true, with).orElseThrow();
  }

  /** The key is asked for while nobody, in whatever process, writes to the repo. */
  private Optional<CommitResult.Committed> signAgain(
      Predicate<Commit> which, Supplier<SigningKey> with) {
    List<Drafted> drafts = new ArrayList<>();
    List<Long> seqs =
        writer.write(
            (head, blocks, _) -> {
              drafts.clear();
              RepoState before = head.orElseThrow();
              if (which.test(Commit.decode(blocks.require(before.commit())))) {
                key = with.get();
                drafts.add(again(before, cached(blocks)));
              }
              return drafts;
            });
    signed = Optional.empty();
    return drafts.isEmpty()
        ? Optional.empty()
        : Optional.of(new CommitResult.Committed(drafts.getFirst().draft(), seqs.getFirst()));
  }

  private Drafted again(RepoState head, NodeCache cached) {
    return Drafted.of(new CommitDrafter(cached, did, key).draftAgain(head, revs.after(head.rev())));
  }

  /** Does something while nobody writes. */
  <T> T alone(Supplier<T> work) {
    return queue.alone(work);
  }

  @Override
  public void close() {
    queue.alone(
        () -> {
          writer.close();
          return true;
        });
  }
}
