package dev.orlop.hold.pull;

import dev.orlop.car.cid.Cid;
import dev.orlop.hold.quota.Quotas;
import dev.orlop.hold.quota.Standing;
import dev.orlop.mst.RecordWrite;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Records pushes: layer records and the count, in one commit. */
public final class PushService {
  /**
   * The most writes in one commit; the firehose takes 200 operations. A manifest with more layers
   * takes several commits, the last of which counts.
   */
  static final int MAX_WRITES = 190;

  private final StatsBook book;
  private final Supplier<Cid> follow;
  private final LayerDrafter drafter;
  private final Quotas quotas;
  // One push at a time: the next would only find that the head has moved, and draft again.
  private final ReentrantLock pushing = new ReentrantLock();

  /**
   * Records pushes.
   *
   * @param follow see {@link dev.orlop.hold.pds.Followers#follow}
   */
  PushService(StatsBook book, Supplier<Cid> follow, LayerDrafter drafter, Quotas quotas) {
    this.book = book;
    this.follow = follow;
    this.drafter = drafter;
    this.quotas = quotas;
  }

  /**
   * Records a push. Telling of one manifest again makes no further layer records, but counts: it
   * was pushed again.
   *
   * @param also what else goes into the commit
   */
  public PushResult push(NotifiedManifest manifest, List<RecordWrite> also) {
    // Before the others have to wait: the store may be far away, and the layers many.
    LayerDrafter.Sizes sizes = drafter.measure(manifest);
    pushing.lock();
    try {
      int created = 0;
      Round round;
      do {
        // What a push began it also finishes: the first round is checked for all of them.
        round = new Round(manifest, sizes, also, created == 0);
        book.commit(follow, round, Map.of());
        if (round.overQuota.isPresent()) {
          return round.overQuota.get();
        }
        created += round.layers();
      } while (!round.isLast());
      return new PushResult.Recorded(created, round.draft.missing());
    } finally {
      pushing.unlock();
    }
  }

  /**
   * The writes of one commit. They are drafted anew whenever the head turns out to have moved: what
   * moved it may be the records of this very manifest, of an earlier try that failed late. That is
   * why there is never a second record of a blob of a manifest: records are drafted on a head, by
   * an index that knows all of it, and are not written on another one.
   */
  private final class Round implements Supplier<Optional<List<RecordWrite>>> {
    private final NotifiedManifest manifest;
    private final LayerDrafter.Sizes sizes;
    private final List<RecordWrite> also;
    private final boolean checked;
    private LayerDrafter.Draft draft = LayerDrafter.Draft.NONE;
    private Optional<PushResult> overQuota = Optional.empty();

    Round(
        NotifiedManifest manifest,
        LayerDrafter.Sizes sizes,
        List<RecordWrite> also,
        boolean checked) {
      this.manifest = manifest;
      this.sizes = sizes;
      this.also = also;
      this.checked = checked;
    }

    /** Whether this is all that there is to write, and the count with it. */
    boolean isLast() {
      return draft.writes().size() + also.size() + 1 <= MAX_WRITES;
    }

    int layers() {
      return isLast() ? draft.writes().size() : MAX_WRITES;
    }

    @Override
    public Optional<List<RecordWrite>> get() {
      draft = drafter.draft(manifest, sizes, book.now());
      if (checked && draft.newBytes() > 0) {
        Standing standing = quotas.standing(manifest.owner());
        if (!standing.allows(draft.newBytes())) {
          overQuota = Optional.of(new PushResult.OverQuota(standing, draft.newBytes()));
          return Optional.empty();
        }
      }
      List<RecordWrite> writes = new ArrayList<>(draft.writes().subList(0, layers()));
      if (isLast()) {
        writes.addAll(also);
        writes.add(book.change(manifest.repository(), stats -> stats.plusPush(book.now())));
      }
      return Optional.of(writes);
    }
  }
}
