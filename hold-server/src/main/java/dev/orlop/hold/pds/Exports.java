package dev.orlop.hold.pds;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.hold.store.BlockTable;
import dev.orlop.hold.store.IndexView;
import dev.orlop.hold.store.RepoIndex;
import dev.orlop.hold.store.StoreBusyException;
import dev.orlop.hold.store.car.LogReader;
import java.lang.ref.WeakReference;
import java.util.concurrent.Semaphore;

/**
 * Exports of one repo that go on at the same time: not too many, and those that began at the same
 * head share the table of its blocks.
 */
final class Exports {
  /** Each may hold a table of 60 bytes a block. */
  private static final int MAX_AT_ONCE = 16;

  private record Table(RepoIndex.Head head, BlockTable blocks) {}

  private final Semaphore room = new Semaphore(MAX_AT_ONCE);
  private volatile WeakReference<Table> latest = new WeakReference<>(null);

  /** The right to export, until it is closed. */
  interface Pass extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Begins an export.
   *
   * @throws StoreBusyException if there are too many
   */
  Pass enter() {
    if (!room.tryAcquire()) {
      throw new StoreBusyException("more than " + MAX_AT_ONCE + " exports of a repo at once");
    }
    return room::release;
  }

  /** The whole repo as it is now. */
  RepoMoment moment(RepoIndex index, Did did, LogReader reader) {
    Table table = index.view(did, this::table);
    return new RepoMoment(table.head(), table.blocks(), reader);
  }

  private Table table(IndexView view) {
    RepoIndex.Head head = view.head();
    Table known = latest.get();
    // The head says how far of the log it is, so a compaction makes another one.
    if (known != null && known.head().equals(head)) {
      return known;
    }
    Table table = new Table(head, view.blocks());
    latest = new WeakReference<>(table);
    return table;
  }
}
