package dev.orlop.hold.pull;

import dev.orlop.hold.pds.Repo;
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
  private static final int MAX_WRITES = 190;

  private final StatsBook book;
  private final ManifestIndex index;
  private final LayerDrafter drafter;
  private final Repo repo;
  // One push at a time: the next must see the records of the last, to make none twice.
  private final ReentrantLock pushing = new ReentrantLock();
  private boolean stale;

  PushService(StatsBook book, ManifestIndex index, LayerDrafter drafter, Repo repo) {
    this.book = book;
    this.index = index;
    this.drafter = drafter;
    this.repo = repo;
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
        index.load(repo);
      }
      // Until it is known to have worked: a commit that fails late is durable, and not followed.
      stale = true;
      int created = 0;
      Round round;
      do {
        round = new Round(manifest, also);
        book.commit(round, Map.of());
        created += round.layers();
      } while (!round.isLast());
      stale = false;
      return new PushResult.Recorded(created, round.draft.missing());
    } finally {
      pushing.unlock();
    }
  }

  /**
   * The writes of one commit. They are drafted anew whenever the head turns out to have moved: what
   * moved it may be the records of this very manifest, of an earlier try that failed late.
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
