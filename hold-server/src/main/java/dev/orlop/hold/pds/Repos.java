package dev.orlop.hold.pds;

import com.github.benmanes.caffeine.cache.Cache;
import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.TidClock;
import dev.orlop.car.cid.Cid;
import dev.orlop.car.cid.Sha256;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All repos of this server: opened on demand, each with its log, over one index. */
public final class Repos implements AutoCloseable {
  /**
   * How repos are kept.
   *
   * @param maxSegmentBytes at which a new segment is begun
   * @param maxCachedNodes of all repos' trees, decoded in memory
   * @param maxOpen how many repos have their files open at once
   */
  public record Settings(long maxSegmentBytes, long maxCachedNodes, int maxOpen) {
    /** Segments of 256 MiB, 50,000 nodes (about 30 MB when all are in use), 256 repos. */
    public static final Settings DEFAULT = new Settings(256L << 20, 50_000);

    /** As many open repos as by default. */
    public Settings(long maxSegmentBytes, long maxCachedNodes) {
      this(maxSegmentBytes, maxCachedNodes, 256);
    }
  }

  private static final System.Logger LOGGER = System.getLogger(Repos.class.getName());
  private static final long MAX_CACHED_RECORD_BYTES = 16L << 20;

  private final Disk disk;
  private final Path folder;
  private final RepoIndex index;
  private final Settings settings;
  private final CommitService.Clocks clocks;
  private final CommitListener listener;
  private final Cache<Cid, MstNode> nodes;
  private final RecordCache records;
  private final RepoSlots slots;
  private final Map<Did, Entry> known = new ConcurrentHashMap<>();

  private record Entry(RepoSlot slot, Repo repo) {}

  /**
   * Repos in a folder.
   *
   * @param folder with a subfolder for each repo
   * @param time for revs and seqs
   */
  public Repos(
      Path folder,
      RepoIndex index,
      Settings settings,
      InstantSource time,
      CommitListener listener) {
    this(Disk.REAL, folder, index, settings, time, listener);
  }

  /** The same, on another disk. */
  public Repos(
      Disk disk,
      Path folder,
      RepoIndex index,
      Settings settings,
      InstantSource time,
      CommitListener listener) {
    this(disk, folder, index, settings, time, new SeqClock(time, 0), listener);
  }

  /** The same, with a clock of seqs that others use too. */
  public Repos(
      Disk disk,
      Path folder,
      RepoIndex index,
      Settings settings,
      InstantSource time,
      SeqClock seqs,
      CommitListener listener) {
    this.disk = disk;
    this.folder = folder;
    this.index = index;
    this.settings = settings;
    seqs.sawSeq(index.lastSeq());
    this.clocks = new CommitService.Clocks(new TidClock(time), seqs, time);
    this.listener = listener;
    this.nodes = NodeCache.shared(settings.maxCachedNodes());
    this.records = new RecordCache(MAX_CACHED_RECORD_BYTES);
    this.slots = new RepoSlots(settings.maxOpen());
  }

  /**
   * Opens a repo, or begins it with an empty commit. Opening makes the log whole and brings the
   * index up to it.
   *
   * @param key that signs its commits
   */
  public Repo open(Did did, SigningKey key) {
    return open(did, () -> key);
  }

  /**
   * The same.
   *
   * @param key asked for each time the repo is opened
   */
  public Repo open(Did did, Supplier<SigningKey> key) {
    Entry entry = entry(did, key);
    entry.slot().enter().close();
    return entry.repo();
  }

  /**
   * A repo that was begun before; its files are opened when they are needed.
   *
   * @param key that signs its commits, asked for each time it is opened
   */
  public Repo find(Did did, Supplier<SigningKey> key) {
    return entry(
            did,
            () -> {
              if (!Files.isDirectory(folder(did))) {
                throw new StoreDamagedException(
                    "the repo of " + did + " is missing; restore it from a backup");
              }
              return key.get();
            })
        .repo();
  }

  private Entry entry(Did did, Supplier<SigningKey> key) {
    return known.computeIfAbsent(
        did,
        _ -> {
          RepoSlot slot = new RepoSlot(slots, () -> openFiles(did, key));
          return new Entry(slot, new Repo(did, index, slot));
        });
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

  /** Lets go of a repo, as when its key changed; it is opened anew by whoever needs it. */
  public void release(Did did) {
    Entry entry = known.get(did);
    if (entry != null) {
      entry.slot().closeForGood();
      known.remove(did, entry);
    }
  }

  /** Removes a repo with all its files. Nobody may look for it any more. */
  public void remove(Did did) {
    release(did);
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

  /** How many repos have their files open. */
  public int countOpen() {
    return slots.count();
  }

  /**
   * Where a repo that was begun before stands.
   *
   * @param key as for {@link #find}
   */
  public RepoState head(Did did, Supplier<SigningKey> key) {
    Entry entry = known.get(did);
    if (entry != null && entry.slot().wasOpen()) {
      Optional<RepoIndex.Head> head = index.head(did);
      if (head.isPresent()) {
        return head.get().state();
      }
    }
    return find(did, key).head();
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

  /** Drops what the index knows of a repo and replays its whole log. The repo must not be open. */
  public void rebuildIndex(Did did) {
    if (known.containsKey(did)) {
      throw new IllegalStateException("the repo is open: " + did);
    }
    index.forget(did);
    openLog(did).close();
  }

  /** The states of all repos that the index knows, in the order of their DIDs. */
  public List<RepoState> heads(Optional<Did> after, int limit) {
    return index.heads(after, limit);
  }

  /** The folder of a repo's log. */
  public Path folder(Did did) {
    return folder(folder, did);
  }

  /** The folder of a repo's log, where all repos are in {@code repos}. */
  public static Path folder(Path repos, Did did) {
    byte[] hash = Sha256.hash(did.toString().getBytes(StandardCharsets.UTF_8));
    String shard = HexFormat.of().formatHex(hash, 0, 1);
    // A DID has no slash, and is no name of a folder above: it starts with "did:".
    return repos.resolve(shard).resolve(did.toString());
  }

  @Override
  public void close() {
    known.values().forEach(entry -> entry.slot().closeForGood());
    known.clear();
  }
}
