package dev.orlop.hold.pds;

import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.car.cbor.CborLimits;
import dev.orlop.car.cbor.DagCbor;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Cid;
import dev.orlop.mst.CommitDraft;
import dev.orlop.mst.RepoOp;
import dev.orlop.mst.RepoState;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Tells those who keep records of one repo in memory of all that is written to it, whoever writes.
 *
 * <p>Of commits that this process makes it is told itself. Where other processes write to the same
 * repo, whoever relies on what is in memory calls {@link #follow} first: it asks for the head, and
 * brings the followers there if they are elsewhere. What is told is what records are at the commit
 * that is then known, so it does no harm to tell it twice. Each call of a hold asks; those who ask
 * at once have one question asked for all of them.
 */
public final class Followers implements CommitListener {
  private static final System.Logger LOGGER = System.getLogger(Followers.class.getName());

  private final List<RecordFollower> followers = new CopyOnWriteArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final SharedAnswer<Cid> following = new SharedAnswer<>(this::lookAndFollow);

  /** Written under the lock. */
  private volatile @Nullable Known known;

  /** What all followers know. */
  private record Known(Repo repo, RepoState state) {
    Optional<SharedRepo> shared() {
      return repo.place().shared();
    }
  }

  /** Adds one, before the records are read. */
  public void add(RecordFollower follower) {
    followers.add(follower);
  }

  /** Has all read the records that are there, before this process writes. */
  public void load(Repo repo) {
    lock.lock();
    try {
      repo.place().shared().ifPresent(SharedRepo::keepChanges);
      // First where the repo stands: what changes while it is read is told afterwards.
      RepoState from = repo.head();
      followers.forEach(follower -> follower.load(repo));
      known = new Known(repo, from);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void committed(CommitDraft draft, long seq) {
    lock.lock();
    try {
      Known now = known;
      // Behind what others wrote it is not told here: whoever asks next goes through all of it.
      if (now != null && draft.before().equals(Optional.of(now.state()))) {
        tell(draft.ops().stream().map(op -> change(now.repo(), draft, op)).toList());
        known = new Known(now.repo(), draft.after());
      }
    } finally {
      lock.unlock();
    }
  }

  private static RecordChange change(Repo repo, CommitDraft draft, RepoOp op) {
    if (op.cid() == null) {
      return new RecordChange(op.path(), Optional.empty());
    }
    byte[] block = draft.newBlocks().get(op.cid());
    // Absent when the same bytes were in the repo already, under another path.
    Optional<DataMap> value =
        block != null
            ? Optional.of(DagCbor.decodeMap(block, CborLimits.RECORD))
            : repo.value(op.path());
    return new RecordChange(op.path(), value);
  }

  private void tell(List<RecordChange> changes) {
    for (RecordFollower follower : followers) {
      Set<Nsid> kept = follower.collections();
      List<RecordChange> its =
          changes.stream().filter(change -> kept.contains(change.path().collection())).toList();
      if (!its.isEmpty()) {
        follower.changed(its);
      }
    }
  }

  /**
   * Sees to it that all followers know what was committed, by whatever process, before this was
   * called.
   *
   * @return the commit that they know, which is the head unless somebody writes just now. Who
   *     drafts upon what they say takes this first, and writes onto this commit and no other
   * @throws dev.orlop.hold.store.StoreFailedException if that cannot be had
   */
  public Cid follow() {
    Known now = known();
    return now.shared().isEmpty() ? now.state().commit() : following.get();
  }

  private Cid lookAndFollow() {
    Known now = known();
    SharedRepo shared = now.shared().orElseThrow();
    if (shared.head().equals(now.state())) {
      return now.state().commit();
    }
    lock.lock();
    try {
      return catchUp(shared).commit();
    } finally {
      lock.unlock();
    }
  }

  private RepoState catchUp(SharedRepo shared) {
    while (true) {
      Known now = known();
      Optional<SharedRepo.Changes> changes = shared.since(now.state(), collections());
      if (changes.isPresent()) {
        tell(changes.get().records());
        known = new Known(now.repo(), changes.get().head());
        return changes.get().head();
      }
      LOGGER.log(
          System.Logger.Level.INFO,
          "what has changed in {0} since {1} is not kept any more; all its records are read again",
          now.repo().did(),
          now.state().rev());
      load(now.repo());
    }
  }

  private Set<Nsid> collections() {
    Set<Nsid> all = new HashSet<>();
    followers.forEach(follower -> all.addAll(follower.collections()));
    return all;
  }

  /**
   * The same, for who throws away what no record names: also what is on disk while the index
   * failed.
   *
   * @throws dev.orlop.hold.store.StoreFailedException if that cannot be had
   */
  public void settle() {
    known().repo().settle();
    Cid unused = follow();
  }

  private Known known() {
    Known now = known;
    if (now == null) {
      throw new IllegalStateException("no records are read yet");
    }
    return now;
  }
}
