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
import dev.orlop.hold.store.StoreBusyException;
import dev.orlop.hold.store.StoreFailedException;
import dev.orlop.hold.store.Trailer;
import dev.orlop.hold.store.car.LogReader;
import dev.orlop.hold.store.car.RepoLog;
import dev.orlop.mst.CommitDraft;
import dev.orlop.mst.CommitDrafter;
import dev.orlop.mst.DraftResult;
import dev.orlop.mst.NodeStore;
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

/**
 * The writer of one repo. It takes all requests that wait, drafts them one upon the other, appends
 * them with one fsync and indexes them in one transaction.
 */
final class CommitService implements AutoCloseable {
  /** What gives revs, seqs and times. */
  record Clocks(TidClock revs, SeqClock seqs, InstantSource time) {}

  private final Did did;
  private final RepoLog log;
  private final RepoIndex index;
  private final NodeStore nodes;
  private final SigningKey key;
  private final Clocks clocks;
  private final CommitListener listener;
  private final CommitQueue queue = new CommitQueue();
  private final IndexFeed feed;

  /** Commits that are durable and that nobody has been told of yet. Guarded by the queue. */
  private final Queue<CommitResult.Committed> untold = new ArrayDeque<>();

  private volatile RepoState head;
  private boolean closed;

  CommitService(
      Did did,
      SigningKey key,
      RepoLog log,
      RepoIndex index,
      NodeStore nodes,
      Clocks clocks,
      CommitListener listener) {
    this.did = did;
    this.key = key;
    this.log = log;
    this.index = index;
    this.nodes = nodes;
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
    List<RepoLog.Append> appends = new ArrayList<>();
    List<CommitResult.Committed> results = new ArrayList<>();
    for (Pending pending : batch) {
      CommitResult outcome = draft(pending.request(), chain);
      if (outcome instanceof CommitResult.Committed committed) {
        drafted.add(pending);
        results.add(committed);
        appends.add(append(committed, pending.request().marks()));
      } else {
        pending.succeed(outcome);
      }
    }
    if (appends.isEmpty()) {
      return;
    }
    apply(appends, results);
    for (int i = 0; i < drafted.size(); i++) {
      drafted.get(i).succeed(results.get(i));
    }
  }

  private CommitResult draft(CommitRequest request, DraftChain chain) {
    Optional<CommitResult> refusal = Preconditions.refusal(request, chain);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    RepoState before = chain.head();
    CommitDrafter drafter = new CommitDrafter(chain, did, key);
    Tid rev = clocks.revs().after(before.rev());
    return switch (drafter.draft(Optional.of(before), request.writes(), rev)) {
      case DraftResult.Drafted(CommitDraft draft) -> {
        chain.add(draft);
        yield new CommitResult.Committed(draft, clocks.seqs().next());
      }
      case DraftResult.Unchanged() -> new CommitResult.Unchanged(before);
      case DraftResult.RecordExists(RepoPath path) -> new CommitResult.RecordExists(path);
      case DraftResult.RecordMissing(RepoPath path) -> new CommitResult.RecordMissing(path);
      case DraftResult.DuplicatePath(RepoPath path) -> new CommitResult.DuplicatePath(path);
    };
  }

  private RepoLog.Append append(CommitResult.Committed committed, Map<String, Long> marks) {
    CommitDraft draft = committed.draft();
    return new RepoLog.Append(
        draft.newBlocks(),
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
            Optional.empty()));
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
  private void apply(List<RepoLog.Append> appends, List<CommitResult.Committed> commits) {
    feed.add(log.append(appends));
    untold.addAll(commits);
    try {
      publish();
    } catch (StoreFailedException | StoreBusyException e) {
      throw new StoreFailedException(
          "the commit is on disk, and becomes visible once the index takes it", e);
    }
  }

  /**
   * Makes visible what is on disk. When the index refuses, all waits, and the next request begins
   * with it.
   */
  private void publish() {
    feed.deliver();
    CommitResult.Committed next;
    while ((next = untold.poll()) != null) {
      head = next.draft().after();
      CrashPoint.GROUP_INDEXED.reached();
      listener.committed(next.draft(), next.seq());
    }
  }

  /** The first commit of a repo: of an empty tree. */
  private RepoState begin() {
    CommitDrafter drafter = new CommitDrafter(nodes, did, key);
    if (drafter.draft(Optional.empty(), List.of(), clocks.revs().next())
        instanceof DraftResult.Drafted(CommitDraft draft)) {
      CommitResult.Committed first = new CommitResult.Committed(draft, clocks.seqs().next());
      feed.add(log.append(List.of(append(first, Map.of()))));
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
          Tid rev = clocks.revs().after(head.rev());
          CommitDraft draft = new CommitDrafter(nodes, did, key).draftAgain(head, rev);
          CommitResult.Committed committed =
              new CommitResult.Committed(draft, clocks.seqs().next());
          apply(List.of(append(committed, Map.of())), List.of(committed));
          return committed;
        });
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
