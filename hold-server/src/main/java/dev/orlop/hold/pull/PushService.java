package dev.orlop.hold.pull;

import dev.orlop.mst.RecordWrite;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** Records pushes: layer records and the count, in one commit. */
public final class PushService {
  /**
   * The most writes in one commit; the firehose takes 200 operations. A manifest with more layers
   * takes several commits, the last of which counts.
   */
  private static final int MAX_WRITES = 190;

  private final StatsBook book;
  private final ManifestIndex index;
  private final LayerDrafter drafter;
  private final Ledger ledger;
  // One push at a time: the next must see the records of the last, to make none twice.
  private final ReentrantLock pushing = new ReentrantLock();
  private boolean stale;

  PushService(StatsBook book, ManifestIndex index, LayerDrafter drafter, Ledger ledger) {
    this.book = book;
    this.index = index;
    this.drafter = drafter;
    this.ledger = ledger;
  }

  /**
   * Records a push. Telling of one manifest again makes no further layer records, but counts: it
   * was pushed again.
   *
   * @param also what else goes into the commit
   */
  public PushResult push(NotifiedManifest manifest, List<RecordWrite> also) {
    pushing.lock();
    try {
      if (stale) {
        index.load(ledger);
      }
      // Until it is known to have worked: a commit that fails late is durable, and not followed.
      stale = true;
      LayerDrafter.Draft draft = drafter.draft(manifest, book.now());
      List<RecordWrite> writes = draft.writes();
      int from = 0;
      int last = MAX_WRITES - 1 - also.size();
      while (writes.size() - from > last) {
        List<RecordWrite> some = writes.subList(from, Math.min(from + MAX_WRITES, writes.size()));
        book.commit(() -> Optional.of(some), Map.of());
        from += some.size();
      }
      List<RecordWrite> rest = writes.subList(from, writes.size());
      book.commit(() -> Optional.of(withCount(manifest, rest, also)), Map.of());
      stale = false;
      return new PushResult.Recorded(writes.size(), draft.missing());
    } finally {
      pushing.unlock();
    }
  }

  private List<RecordWrite> withCount(
      NotifiedManifest manifest, List<RecordWrite> layers, List<RecordWrite> also) {
    List<RecordWrite> all = new ArrayList<>(layers);
    all.addAll(also);
    all.add(book.change(manifest.repository(), stats -> stats.plusPush(book.now())));
    return all;
  }
}
