package dev.orlop.hold.pull;

import dev.orlop.hold.layers.LayerIndex;
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
  private final LayerIndex index;
  private final LayerDrafter drafter;
  // One push at a time: the next would only find that the head has moved, and draft again.
  private final ReentrantLock pushing = new ReentrantLock();

  PushService(StatsBook book, LayerIndex index, LayerDrafter drafter) {
    this.book = book;
    this.index = index;
    this.drafter = drafter;
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
      int created = 0;
      Round round;
      do {
        round = new Round(manifest, also);
        book.commit(index::followed, round, Map.of());
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
    private final List<RecordWrite> also;
    private LayerDrafter.Draft draft = new LayerDrafter.Draft(List.of(), List.of());

    Round(NotifiedManifest manifest, List<RecordWrite> also) {
      this.manifest = manifest;
      this.also = also;
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
      draft = drafter.draft(manifest, book.now());
      List<RecordWrite> writes = new ArrayList<>(draft.writes().subList(0, layers()));
      if (isLast()) {
        writes.addAll(also);
        writes.add(book.change(manifest.repository(), stats -> stats.plusPush(book.now())));
      }
      return Optional.of(writes);
    }
  }
}
