package dev.orlop.hold.pds;

import com.github.benmanes.caffeine.cache.Cache;
import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.TidClock;
import dev.orlop.car.cid.Cid;
import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.store.LogPosition;
import dev.orlop.hold.store.RepoIndex;
import dev.orlop.hold.store.StoreDamagedException;
import dev.orlop.hold.store.StoreFailedException;
import dev.orlop.hold.store.car.LogReader;
import dev.orlop.hold.store.car.RepoLog;
import dev.orlop.mst.MstNode;
import dev.orlop.mst.RepoState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Repos in a folder, each with its log, over one index. */
final class FileHome implements RepoHome {
  private static final System.Logger LOGGER = System.getLogger(FileHome.class.getName());
  private static final long MAX_CACHED_RECORD_BYTES = 16L << 20;

  private final Disk disk;
  private final Path folder;
  private final RepoIndex index;
  private final Repos.Settings settings;
  private final Clocks clocks;
  private final CommitListener listener;
  private final Cache<Cid, MstNode> nodes;
  private final RecordCache records;
  private final RepoSlots slots;

  FileHome(
      Disk disk,
      Path folder,
      RepoIndex index,
      Repos.Settings settings,
      InstantSource time,
      SeqClock seqs,
      CommitListener listener) {
    this.disk = disk;
    this.folder = folder;
    this.index = index;
    this.settings = settings;
    seqs.sawSeq(index.lastSeq());
    this.clocks = new Clocks(new TidClock(time), seqs, time);
    this.listener = listener;
    this.nodes = NodeCache.shared(settings.maxCachedNodes());
    this.records = new RecordCache(MAX_CACHED_RECORD_BYTES);
    this.slots = new RepoSlots(settings.maxOpen());
  }

  @Override
  public RepoPlace place(Did did, RepoKey key) {
    return new FilePlace(did, index, new RepoSlot(slots, () -> openFiles(did, key.known())));
  }

  @Override
  public boolean holds(Did did) {
    return Files.isDirectory(folder(did));
  }

  @Override
  public List<RepoState> heads(Optional<Did> after, int limit) {
    return index.heads(after, limit);
  }

  @Override
  public int countOpen() {
    return slots.count();
  }

  private OpenRepo openFiles(Did did, Supplier<SigningKey> key) {
    SigningKey signing = key.get();
    RepoLog log = openLog(did);
    try {
      return new OpenRepo(did, signing, log, index, clocks, listener, nodes, records.part());
    } catch (RuntimeException e) {
      log.close();
      throw e;
    }
  }

  @Override
  public void remove(Did did) {
    index.forget(did);
    Path log = folder(did);
    if (!Files.isDirectory(log)) {
      return;
    }
    try (Stream<Path> files = Files.list(log)) {
      files.forEach(disk::delete);
    } catch (IOException e) {
      throw new StoreFailedException("cannot remove the repo of " + did, e);
    }
    disk.delete(log);
  }

  private RepoLog openLog(Did did) {
    LogPosition known = index.head(did).map(RepoIndex.Head::position).orElse(LogPosition.START);
    RepoLog log = null;
    try {
      log = RepoLog.open(disk, folder(did), settings.maxSegmentBytes(), known);
      catchUp(did, log, known);
      return log;
    } catch (StoreDamagedException e) {
      close(log);
      if (known.equals(LogPosition.START)) {
        throw e;
      }
      throw new StoreDamagedException(
          e.getMessage()
              + ". If the log was restored from a backup on purpose, run: orlop repo rebuild-index");
    } catch (RuntimeException e) {
      close(log);
      throw e;
    }
  }

  private void catchUp(Did did, RepoLog log, LogPosition known) {
    if (log.end().compareTo(known) < 0) {
      throw new StoreDamagedException("the index knows more of " + did + " than its log holds");
    }
    int missing = replay(did, log);
    if (missing > 0) {
      listener.settled();
      LOGGER.log(
          System.Logger.Level.INFO, "the index of {0} lacked {1} groups of its log", did, missing);
    }
  }

  private int replay(Did did, RepoLog log) {
    try (LogReader reader = log.reader()) {
      return new IndexFeed(did, log, index)
          .replay(
              group -> {
                clocks.seqs().sawSeq(group.trailer().seq());
                listener.replayed(did, group, reader);
              });
    }
  }

  private static void close(@Nullable RepoLog log) {
    if (log != null) {
      log.close();
    }
  }

  /** Drops what the index knows of a repo, which is not open, and replays its whole log. */
  void rebuildIndex(Did did) {
    index.forget(did);
    openLog(did).close();
  }

  Path folder(Did did) {
    return Repos.folder(folder, did);
  }

  @Override
  public void close() {
    // Whoever opened the index closes it.
  }
}
