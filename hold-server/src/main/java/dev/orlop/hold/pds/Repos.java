package dev.orlop.hold.pds;

import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.TidClock;
import dev.orlop.car.cid.Sha256;
import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.store.LogPosition;
import dev.orlop.hold.store.RepoIndex;
import dev.orlop.hold.store.StoreDamagedException;
import dev.orlop.hold.store.car.RepoLog;
import dev.orlop.mst.RepoState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All repos of this server: opened on demand, each with its log, over one index. */
public final class Repos implements AutoCloseable {
  /**
   * How repos are kept.
   *
   * @param maxSegmentBytes at which a new segment is begun
   * @param maxCachedNodes of each repo's tree, decoded in memory
   */
  public record Settings(long maxSegmentBytes, long maxCachedNodes) {
    /** Segments of 256 MiB, 50,000 nodes (about 30 MB when all are in use). */
    public static final Settings DEFAULT = new Settings(256L << 20, 50_000);
  }

  private static final System.Logger LOGGER = System.getLogger(Repos.class.getName());

  private final Disk disk;
  private final Path folder;
  private final RepoIndex index;
  private final Settings settings;
  private final CommitService.Clocks clocks;
  private final CommitListener listener;
  private final Map<Did, Repo> open = new HashMap<>();

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
    this.disk = disk;
    this.folder = folder;
    this.index = index;
    this.settings = settings;
    this.clocks =
        new CommitService.Clocks(new TidClock(time), new SeqClock(time, index.lastSeq()), time);
    this.listener = listener;
  }

  /**
   * Opens a repo, or begins it with an empty commit. Opening makes the log whole and brings the
   * index up to it.
   *
   * @param key that signs its commits
   */
  public synchronized Repo open(Did did, SigningKey key) {
    Repo known = open.get(did);
    if (known != null) {
      return known;
    }
    RepoLog log = openLog(did);
    try {
      Repo repo = new Repo(did, key, log, index, clocks, listener, settings.maxCachedNodes());
      open.put(did, repo);
      return repo;
    } catch (RuntimeException e) {
      log.close();
      throw e;
    }
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
    int missing =
        new IndexFeed(did, log, index).replay(group -> clocks.seqs().sawSeq(group.trailer().seq()));
    if (missing > 0) {
      LOGGER.log(
          System.Logger.Level.INFO, "the index of {0} lacked {1} groups of its log", did, missing);
    }
  }

  private static void close(@Nullable RepoLog log) {
    if (log != null) {
      log.close();
    }
  }

  /** Drops what the index knows of a repo and replays its whole log. The repo must not be open. */
  public synchronized void rebuildIndex(Did did) {
    if (open.containsKey(did)) {
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
    byte[] hash = Sha256.hash(did.toString().getBytes(StandardCharsets.UTF_8));
    String shard = HexFormat.of().formatHex(hash, 0, 1);
    // A DID has no slash, and is no name of a folder above: it starts with "did:".
    return folder.resolve(shard).resolve(did.toString());
  }

  @Override
  public synchronized void close() {
    open.values().forEach(Repo::close);
    open.clear();
  }
}
