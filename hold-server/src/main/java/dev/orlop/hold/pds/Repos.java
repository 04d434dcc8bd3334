package dev.orlop.hold.pds;

import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cid.Sha256;
import dev.orlop.hold.disk.Disk;
import dev.orlop.hold.store.RepoIndex;
import dev.orlop.hold.store.StoreDamagedException;
import dev.orlop.hold.store.sql.CommitFrames;
import dev.orlop.hold.store.sql.Database;
import dev.orlop.mst.RepoState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** All repos of this server, opened on demand. */
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

  private final RepoHome home;

  /** The same, if it is a folder. */
  private final Optional<FileHome> files;

  private final Map<Did, Repo> known = new ConcurrentHashMap<>();

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
    FileHome files = new FileHome(disk, folder, index, settings, time, seqs, listener);
    this.home = files;
    this.files = Optional.of(files);
  }

  /**
   * Repos in a database whose tables are there.
   *
   * @param frames what the network is told of commits
   */
  public Repos(
      Database database,
      Settings settings,
      InstantSource time,
      CommitFrames frames,
      CommitListener listener) {
    this.home = new SqlHome(database, settings, time, frames, listener);
    this.files = Optional.empty();
  }

  /**
   * Opens a repo, or begins it with an empty commit. Opening makes the log whole and brings the
   * index up to it.
   *
   * @param key that signs its commits
   */
  public Repo open(Did did, SigningKey key) {
    return open(did, RepoKey.fixed(key));
  }

  /**
   * The same.
   *
   * @param key asked for each time the repo is opened
   */
  public Repo open(Did did, Supplier<SigningKey> key) {
    return open(did, new RepoKey(key, false));
  }

  private Repo open(Did did, RepoKey key) {
    Repo repo = repo(did, key);
    repo.place().open();
    return repo;
  }

  /**
   * A repo that was begun before; its files are opened when they are needed.
   *
   * @param key that signs its commits, asked for each time it is opened
   */
  public Repo find(Did did, Supplier<SigningKey> key) {
    return repo(
        did,
        new RepoKey(
            () -> {
              if (!home.holds(did)) {
                throw new StoreDamagedException(
                    "the repo of " + did + " is missing; restore it from a backup");
              }
              return key.get();
            },
            false));
  }

  private Repo repo(Did did, RepoKey key) {
    return known.computeIfAbsent(did, _ -> new Repo(did, home.place(did, key)));
  }

  /** Lets go of a repo, as when its key changed; it is opened anew by whoever needs it. */
  public void release(Did did) {
    Repo repo = known.get(did);
    if (repo != null) {
      repo.place().close();
      known.remove(did, repo);
    }
  }

  /** Removes a repo with all that is kept of it. Nobody may look for it any more. */
  public void remove(Did did) {
    release(did);
    home.remove(did);
  }

  /** How many repos are open. */
  public int countOpen() {
    return home.countOpen();
  }

  /**
   * Where a repo that was begun before stands.
   *
   * @param key as for {@link #find}
   */
  public RepoState head(Did did, Supplier<SigningKey> key) {
    return Optional.ofNullable(known.get(did))
        .flatMap(repo -> repo.place().headAtHand())
        .orElseGet(() -> find(did, key).head());
  }

  /** Drops what the index knows of a repo and replays its whole log. The repo must not be open. */
  public void rebuildIndex(Did did) {
    if (known.containsKey(did)) {
      throw new IllegalStateException("the repo is open: " + did);
    }
    files.orElseThrow().rebuildIndex(did);
  }

  /** The states of all repos that are known, in the order of their DIDs. */
  public List<RepoState> heads(Optional<Did> after, int limit) {
    return home.heads(after, limit);
  }

  /** Whether the repos lie in a folder, each with a log. */
  public boolean haveLogs() {
    return files.isPresent();
  }

  /** The folder of a repo's log, where repos lie in a folder. */
  public Path folder(Did did) {
    return files.orElseThrow().folder(did);
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
    known.values().forEach(repo -> repo.place().close());
    known.clear();
    home.close();
  }
}
