package dev.orlop.hold.pds;

import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.data.BlobRefs;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.atproto.syntax.TidClock;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.pds.CommitQueue.Pending;
import dev.orlop.hold.store.CrashPoint;
import dev.orlop.hold.store.RepoIndex;
import dev.orlop.hold.store.StoreFailedException;
import dev.orlop.hold.store.Trailer;
import dev.orlop.hold.store.car.LogReader;
import dev.orlop.hold.store.car.RepoLog;
import dev.orlop.mst.CommitDraft;
import dev.orlop.mst.CommitDrafter;
import dev.orlop.mst.DraftResult;
import dev.orlop.mst.RepoOp;
import dev.orlop.mst.RepoState;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The writer of one repo. It takes all requests that wait, drafts them one upon the other, appends
 * them with one fsync and indexes them at once.
 */
final class CommitService implements AutoCloseable {
  /** What gives revs, seqs and times. */
  record Clocks(TidClock revs, SeqClock seqs, InstantSource time) {}

  private final Did did;
  private final RepoLog log;
  private final RepoIndex index;
  private final NodeCache nodes;
  private final RecordCache.Part records;
  private final Clocks clocks;
  private final CommitListener listener;
  private final CommitQueue queue = new CommitQueue();
  private final IndexFeed feed;

  /** Commits that are durable and that nobody has been told of yet. Guarded by the queue. */
  private final Queue<CommitResult.Committed> untold = new ArrayDeque<>();

  /** Guarded by the queue. */
  private SigningKey key;

  private volatile RepoState head;
  private boolean closed;

  CommitService(
      Did did,
      SigningKey key,
      RepoLog log,
      RepoIndex index,
      NodeCache nodes,
      RecordCache.Part records,
      Clocks clocks,
      CommitListener listener) {
    this.did = did;
    this.key = key;
    this.log = log;
    this.index = index;
    this.nodes = nodes;
    this.records = records;
    this.clocks = clocks;
    this.listener = listener;
    this.feed = new IndexFeed(did, log, index);
    Optional<RepoIndex.Head> known = index.head(did);
    this.head = known.isPresent() ? known.get().state() : begin();
  }

  RepoState head() {
    return head;
  }

  CommitResult commit(CommitRequest request) {
    return queue.submit(request, this::commitAll);
  }

  private void requireUsable() {
    if (closed) {
      throw new StoreFailedException(
          "the repo is closed", new IllegalStateException(did.toString()));
    }
    publish();
  }

  private void commitAll(List<Pending> batch) {
    requireUsable();
    DraftChain chain = new DraftChain(head, nodes);
    List<Pending> drafted = new ArrayList<>();
    List<CommitDraft> drafts = new ArrayList<>();
    List<Map<String, Long>> marks = new ArrayList<>();
    for (Pending pending : batch) {
      switch (draft(pending.request(), chain)) {
        case Drafting.Done(CommitDraft draft) -> {
          drafted.add(pending);
          drafts.add(draft);
          marks.add(pending.request().marks());
        }
        case Drafting.Over(CommitResult result) -> pending.succeed(result);
      }
    }
    if (drafts.isEmpty()) {
      return;
    }
    List<CommitResult.Committed> results = apply(drafts, marks);
    chain.keepNodes();
    for (int i = 0; i < drafted.size(); i++) {
      drafted.get(i).succeed(results.get(i));
    }
  }

  /** What came of drafting: a draft, or a result without one. */
  private sealed interface Drafting {
    record Done(CommitDraft draft) implements Drafting {}

    record Over(CommitResult result) implements Drafting {}
  }

  private Drafting draft(CommitRequest request, DraftChain chain) {
    Optional<CommitResult> refusal = Preconditions.refusal(request, chain);
    if (refusal.isPresent()) {
      return new Drafting.Over(refusal.get());
    }
    RepoState before = chain.head();
    CommitDrafter drafter = new CommitDrafter(chain, did, key);
    Tid last = request.imported().filter(above(before.rev())).orElse(before.rev());
    Tid rev = clocks.revs().after(last);
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

  private RepoLog.Append append(CommitResult.Committed committed, Map<String, Long> marks) {
    CommitDraft draft = committed.draft();
    Map<Cid, byte[]> proof = draft.proofOnly();
    return new RepoLog.Append(
        draft.newBlocks(),
        proof,
        new Trailer(
            committed.seq(),
            nowMicros(),
            draft.cid(),
            draft.commit().rev(),
            draft.commit().data(),
            draft.since(),
            draft.prevData(),
            draft.ops(),
            List.copyOf(draft.removedNodes()),
            marks,
            blobs(draft),
            Optional.empty(),
            proof.size()));
  }

  /** What the records refer to that the commit writes, whoever made them. */
  private static Map<RepoPath, Set<Cid>> blobs(CommitDraft draft) {
    Map<RepoPath, Set<Cid>> blobs = new TreeMap<>();
    for (RepoOp op : draft.ops()) {
      if (op.cid() instanceof Cid cid && draft.newBlocks().get(cid) instanceof byte[] record) {
        Set<Cid> found = BlobRefs.inBlock(record);
        if (!found.isEmpty()) {
          blobs.put(op.path(), found);
        }
      }
    }
    return blobs;
  }

  private long nowMicros() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, clocks.time().instant());
  }

  /** Durable first, then visible, then the head in memory, then told. */
  private List<CommitResult.Committed> apply(
      List<CommitDraft> drafts, List<Map<String, Long>> marks) {
    List<CommitResult.Committed> commits = append(drafts, marks);
    untold.addAll(commits);
    try {
      publish();
    } catch (StoreFailedException e) {
      throw new StoreFailedException(
          "the commit is on disk, and becomes visible once the index takes it", e);
    }
    return commits;
  }

  private List<CommitResult.Committed> append(
      List<CommitDraft> drafts, List<Map<String, Long>> marks) {
    List<CommitResult.Committed> commits = new ArrayList<>();
    List<RepoLog.Append> appends = new ArrayList<>();
    try {
      for (int i = 0; i < drafts.size(); i++) {
        commits.add(new CommitResult.Committed(drafts.get(i), clocks.seqs().begin()));
        appends.add(append(commits.get(i), marks.get(i)));
      }
      feed.add(log.append(appends));
      return commits;
    } catch (RuntimeException e) {
      // There are no such commits.
      commits.forEach(commit -> clocks.seqs().end(commit.seq()));
      throw e;
    }
  }

  /**
   * Makes visible what is on disk. When the index refuses, all waits, and the next request begins
   * with it.
   */
  private void publish() {
    untold.forEach(commit -> records.begin(commit.draft().ops()));
    feed.deliver();
    if (untold.isEmpty()) {
      return;
    }
    untold.forEach(commit -> records.end(commit.draft().ops()));
    CommitResult.Committed next;
    while ((next = untold.poll()) != null) {
      head = next.draft().after();
      CrashPoint.GROUP_INDEXED.reached();
      listener.committed(next.draft(), next.seq());
      clocks.seqs().end(next.seq());
    }
    listener.settled();
  }

  /**
   * The first commit of a repo: of an empty tree. Nobody is told of it: whoever makes an account
   * says where its repo stands when all else is ready.
   */
  private RepoState begin() {
    CommitDrafter drafter = new CommitDrafter(nodes, did, key);
    if (drafter.draft(Optional.empty(), List.of(), clocks.revs().next())
        instanceof DraftResult.Drafted(CommitDraft draft)) {
      append(List.of(draft), List.of(Map.of())).forEach(commit -> clocks.seqs().end(commit.seq()));
      feed.deliver();
      return draft.after();
    }
    throw new IllegalStateException("a first commit is always drafted");
  }

  /** Sees to it that the index knows what is on disk, or fails. */
  RepoState settle() {
    return queue.alone(
        () -> {
          requireUsable();
          return head;
        });
  }

  CommitResult.Committed recommit() {
    return queue.alone(
        () -> {
          requireUsable();
          return signAgain();
        });
  }

  CommitResult.Committed exchangeKey(Supplier<SigningKey> exchange) {
    return queue.alone(
        () -> {
          requireUsable();
          key = exchange.get();
          return signAgain();
        });
  }

  private CommitResult.Committed signAgain() {
    Tid rev = clocks.revs().after(head.rev());
    CommitDraft draft = new CommitDrafter(nodes, did, key).draftAgain(head, rev);
    return apply(List.of(draft), List.of(Map.of())).getFirst();
  }

  Repo.Compaction compact() {
    return queue.alone(
        () -> {
          requireUsable();
          long before = log.sizeOnDisk();
          Compactor.Stamp stamp =
              new Compactor.Stamp(
                  clocks.seqs().next(), nowMicros(), index.marks(did), index.blobsByRecord(did));
          try (LogReader reader = log.reader()) {
            RepoMoment now =
                index.view(did, view -> new RepoMoment(view.head(), view.blocks(), reader));
            feed.add(List.of(log.compact(new Compactor(now, stamp))));
          }
          feed.deliver();
          return new Repo.Compaction(before, log.sizeOnDisk());
        });
  }

  @Override
  public void close() {
    queue.alone(() -> closed = true);
  }
}
