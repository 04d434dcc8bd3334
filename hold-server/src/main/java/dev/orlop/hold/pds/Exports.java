package dev.orlop.hold.pds;

import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.hold.store.BlockTable;
import dev.orlop.hold.store.IndexView;
import dev.orlop.hold.store.RepoIndex;
import dev.orlop.hold.store.StoreBusyException;
import dev.orlop.hold.store.car.LogReader;
import dev.orlop.hold.store.car.MappedLog;
import dev.orlop.mst.RepoExporter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ref.Reference;
import java.lang.ref.SoftReference;
import java.lang.ref.WeakReference;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;

/**
 * Exports of one repo, as many as may go on at the same time. The table of its blocks is kept for
 * the next one, as long as memory is not short, and told only what has changed since.
 */
final class Exports {
  /** Each holds a table of about 100 bytes a block, and a thread. */
  private static final int MAX_AT_ONCE = 16;

  /** The table of a repo with fewer blocks is made as fast as found, and there are many such. */
  private static final int WORTH_KEEPING = 1000;

  /**
   * What is known of the blocks at some head.
   *
   * @param firstSegment of the reader with which it was made; places are good for readers with the
   *     same
   * @param live how many blocks the repo had when all of them were read; the table only grows
   */
  private record Table(RepoIndex.Head head, int firstSegment, BlockTable blocks, int live) {
    /** Whether it is worth being brought up to date: most of it is not of the past. */
    boolean isUseful() {
      return blocks.size() <= 2 * live;
    }
  }

  private final Did did;
  private final RepoIndex index;
  private final Semaphore room = new Semaphore(MAX_AT_ONCE);
  private volatile Reference<Table> latest = new WeakReference<>(null);

  Exports(Did did, RepoIndex index) {
    this.did = did;
    this.index = index;
  }

  /**
   * Writes the whole repo as it is now.
   *
   * @throws StoreBusyException before anything is written, if too many do the same
   */
  void write(LogReader reader, OutputStream out) throws IOException {
    onThreadOfItsOwn(
        () -> {
          Table table = index.view(did, view -> table(view, reader.firstSegment()));
          try (MappedLog log = reader.mapped()) {
            RepoMoment now = new RepoMoment(table.head(), table.blocks(), log);
            RepoExporter.write(out, now, now.state().commit());
          }
        });
  }

  /**
   * Writes what came after {@code since}.
   *
   * @throws StoreBusyException before anything is written, if too many do the same
   */
  void writeSince(Tid since, LogReader reader, OutputStream out) throws IOException {
    onThreadOfItsOwn(
        () -> {
          try (MappedLog log = reader.mapped()) {
            RepoMoment news =
                index.view(did, view -> new RepoMoment(view.head(), view.blocksSince(since), log));
            RepoExporter.writePart(out, news, news.state().commit());
          }
        });
  }

  private Table table(IndexView view, int firstSegment) {
    RepoIndex.Head head = view.head();
    Table known = latest.get();
    if (known == null || known.firstSegment() != firstSegment || !known.isUseful()) {
      BlockTable blocks = view.blocks();
      return keep(new Table(head, firstSegment, blocks, blocks.size()));
    }
    if (known.head().equals(head)) {
      return known;
    }
    BlockTable blocks = known.blocks().with(view.blocksSince(known.head().state().rev()));
    return keep(new Table(head, firstSegment, blocks, known.live()));
  }

  private Table keep(Table table) {
    latest =
        table.blocks().size() < WORTH_KEEPING
            ? new WeakReference<>(table)
            : new SoftReference<>(table);
    return table;
  }

  private interface Export {
    void write() throws IOException;
  }

  /** As {@link MappedLog} wants it. */
  private void onThreadOfItsOwn(Export export) throws IOException {
    if (!room.tryAcquire()) {
      throw new StoreBusyException("more than " + MAX_AT_ONCE + " exports of a repo at once");
    }
    try {
      CompletableFuture.runAsync(
              () -> {
                try {
                  export.write();
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              },
              task -> Thread.ofPlatform().name("export").daemon().start(task))
          .join();
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case UncheckedIOException failure -> throw failure.getCause();
        case RuntimeException failure -> throw failure;
        case Error failure -> throw failure;
        case null, default -> throw e;
      }
    } finally {
      room.release();
    }
  }
}
