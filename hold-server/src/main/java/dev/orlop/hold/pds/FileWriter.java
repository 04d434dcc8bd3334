package dev.orlop.hold.pds;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.store.BlobsHeld;
import dev.orlop.hold.store.CrashPoint;
import dev.orlop.hold.store.Drafted;
import dev.orlop.hold.store.Drafting;
import dev.orlop.hold.store.RepoIndex;
import dev.orlop.hold.store.RepoWriter;
import dev.orlop.hold.store.StoreFailedException;
import dev.orlop.hold.store.Trailer;
import dev.orlop.hold.store.car.LogReader;
import dev.orlop.hold.store.car.RepoLog;
import dev.orlop.mst.BlockSource;
import dev.orlop.mst.CommitDraft;
import dev.orlop.mst.RepoState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/**
 * Writes to a repo that lies in a folder: appends all that was drafted to the log with one fsync,
 * and indexes it at once. The folder is one process's alone, so the head is in memory.
 */
final class FileWriter implements RepoWriter {
  private final Did did;
  private final RepoLog log;
  private final RepoIndex index;
  private final RecordCache.Part records;
  private final Clocks clocks;
  private final CommitListener listener;
  private final IndexFeed feed;
  private final BlockSource blocks;

  /** Commits that are durable and that nobody has been told of yet. */
  private final Queue<CommitResult.Committed> untold = new ArrayDeque<>();

  private volatile Optional<RepoState> head;
  private boolean closed;

  FileWriter(
      Did did,
      RepoLog log,
      RepoIndex index,
      RecordCache.Part records,
      Clocks clocks,
      CommitListener listener) {
    this.did = did;
    this.log = log;
    this.index = index;
    this.records = records;
    this.clocks = clocks;
    this.listener = listener;
    this.feed = new IndexFeed(did, log, index);
    this.head = index.head(did).map(RepoIndex.Head::state);
    this.blocks =
        cid -> {
          try (LogReader reader = log.reader()) {
            return index.block(did, cid).map(reader::read).orElse(null);
          }
        };
  }

  /** Where the repo stands, which has been begun. */
  RepoState head() {
    return head.orElseThrow();
  }

  private void requireUsable() {
    if (closed) {
      throw new StoreFailedException(
          "the repo is closed", new IllegalStateException(did.toString()));
    }
    publish();
  }

  /** Durable first, then visible, then the head in memory, then told. */
  @Override
  public List<Long> write(Drafting drafting) {
    requireUsable();
    List<Drafted> drafts = drafting.on(head, blocks, BlobsHeld.ALL);
    if (drafts.isEmpty()) {
      return List.of();
    }
    List<CommitResult.Committed> commits = append(drafts);
    if (drafts.getFirst().isFirst()) {
      begin(commits);
    } else {
      untold.addAll(commits);
      try {
        publish();
      } catch (StoreFailedException e) {
        throw new StoreFailedException(
            "the commit is on disk, and becomes visible once the index takes it", e);
      }
    }
    return commits.stream().map(CommitResult.Committed::seq).toList();
  }

  private void begin(List<CommitResult.Committed> commits) {
    commits.forEach(commit -> clocks.seqs().end(commit.seq()));
    feed.deliver();
    head = Optional.of(commits.getLast().draft().after());
  }

  private List<CommitResult.Committed> append(List<Drafted> drafts) {
    List<CommitResult.Committed> commits = new ArrayList<>();
    List<RepoLog.Append> appends = new ArrayList<>();
    try {
      for (Drafted drafted : drafts) {
        long seq = clocks.seqs().begin();
        commits.add(new CommitResult.Committed(drafted.draft(), seq));
        appends.add(append(drafted, seq));
      }
      feed.add(log.append(appends));
      return commits;
    } catch (RuntimeException e) {
      // There are no such commits.
      commits.forEach(commit -> clocks.seqs().end(commit.seq()));
      throw e;
    }
  }

  private RepoLog.Append append(Drafted drafted, long seq) {
    CommitDraft draft = drafted.draft();
    Map<Cid, byte[]> proof = draft.proofOnly();
    return new RepoLog.Append(
        draft.newBlocks(),
        proof,
        new Trailer(
            seq,
            clocks.nowMicros(),
            draft.cid(),
            draft.commit().rev(),
            draft.commit().data(),
            draft.since(),
            draft.prevData(),
            draft.ops(),
            List.copyOf(draft.removedNodes()),
            drafted.marks(),
            drafted.blobs(),
            Optional.empty(),
            proof.size()));
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
      head = Optional.of(next.draft().after());
      CrashPoint.GROUP_INDEXED.reached();
      listener.committed(next.draft(), next.seq());
      clocks.seqs().end(next.seq());
    }
    listener.settled();
  }

  @Override
  public RepoState settle() {
    requireUsable();
    return head();
  }

  /** Rewrites the log. */
  Repo.Compaction compact() {
    requireUsable();
    long before = log.sizeOnDisk();
    LiveBlocks.Stamp stamp =
        new LiveBlocks.Stamp(
            clocks.seqs().next(), clocks.nowMicros(), index.marks(did), index.blobsByRecord(did));
    try (LogReader reader = log.reader()) {
      RepoMoment now = index.view(did, view -> new RepoMoment(view.head(), view.blocks(), reader));
      feed.add(List.of(log.compact(LiveBlocks.of(now, stamp))));
    }
    feed.deliver();
    return new Repo.Compaction(before, log.sizeOnDisk());
  }

  @Override
  public void close() {
    closed = true;
  }
}
