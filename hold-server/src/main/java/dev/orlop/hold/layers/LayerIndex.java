package dev.orlop.hold.layers;

import dev.orlop.atproto.syntax.AtUri;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.pds.RecordChange;
import dev.orlop.hold.pds.RecordFollower;
import dev.orlop.hold.pds.Repo;
import dev.orlop.hold.pds.records.ImageRepository;
import dev.orlop.hold.pds.records.LayerRecord;
import dev.orlop.hold.pds.records.MalformedRecordException;
import dev.orlop.lexicons.Nsids;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who uses which blob, by the layer records of the hold's repo: follows every commit, also those by
 * which somebody writes or deletes records by hand. Where other processes write, too, it answers by
 * what was last followed ({@link dev.orlop.hold.pds.Followers}). Safe for use by several threads.
 */
public final class LayerIndex implements RecordFollower {
  private static final System.Logger LOGGER = System.getLogger(LayerIndex.class.getName());

  /** Guarded by this, but for what may be read by anybody. */
  private volatile Holdings holdings = new Holdings();

  private volatile @Nullable Did hold;

  @Override
  public Set<Nsid> collections() {
    return Set.of(Nsids.HOLD_LAYER);
  }

  @Override
  public void load(Repo own) {
    Holdings fresh = new Holdings();
    own.forEach(Nsids.HOLD_LAYER, entry -> put(fresh, own.did(), entry.path(), entry.value()));
    synchronized (this) {
      hold = own.did();
      holdings = fresh;
    }
  }

  @Override
  public void changed(List<RecordChange> changes) {
    Did own = hold;
    if (own == null) {
      throw new IllegalStateException("not loaded yet");
    }
    for (RecordChange change : changes) {
      synchronized (this) {
        holdings.remove(change.path().rkey());
        change.value().ifPresent(value -> put(holdings, own, change.path(), value));
      }
    }
  }

  private static void put(Holdings holdings, Did hold, RepoPath path, DataMap value) {
    try {
      holdings.put(path.rkey(), LayerRecord.of(value));
    } catch (MalformedRecordException e) {
      LOGGER.log(System.Logger.Level.WARNING, "not a layer record: {0}: {1}", path, e.getMessage());
      LayerRecord.nobodys(value, hold).ifPresent(record -> holdings.put(path.rkey(), record));
    }
  }

  /** Whether any record names the blob. */
  public boolean isUsed(Digest digest) {
    return holdings.blobs.containsKey(digest);
  }

  /** A blob, if any record names it. */
  public synchronized Optional<UsedBlob> used(Digest digest) {
    return Optional.ofNullable(holdings.blobs.get(digest)).map(Blob::toUsed);
  }

  /**
   * Used blobs in the order of their digests; a page is of one moment.
   *
   * @param after the digest behind which to go on; empty to begin
   */
  public synchronized List<UsedBlob> used(Optional<Digest> after, int limit) {
    return (after.isPresent() ? holdings.blobs.tailMap(after.get(), false) : holdings.blobs)
        .values().stream().limit(limit).map(Blob::toUsed).toList();
  }

  /**
   * Whether a blob is needed: used, or a manifest that records are about. Whoever throws blobs away
   * asks this.
   */
  public synchronized boolean isNeeded(Digest digest) {
    return holdings.blobs.containsKey(digest) || holdings.named.uses.containsKey(digest);
  }

  /**
   * Needed blobs in the order of their digests, stored here or not; a page is of one moment.
   *
   * @param after the digest behind which to go on; empty to begin
   */
  public synchronized List<Digest> needed(Optional<Digest> after, int limit) {
    return Stream.concat(
            behind(holdings.blobs, after).limit(limit),
            behind(holdings.named.uses, after).limit(limit))
        .sorted()
        .distinct()
        .limit(limit)
        .toList();
  }

  private static Stream<Digest> behind(
      ConcurrentNavigableMap<Digest, ?> map, Optional<Digest> after) {
    return (after.isPresent() ? map.tailMap(after.get(), false) : map).keySet().stream();
  }

  /** All users together. */
  public synchronized Totals totals() {
    return holdings.totals();
  }

  /** What a user uses. */
  public synchronized Usage usage(Did user) {
    return user(user).map(User::usage).orElse(Usage.NONE);
  }

  /** Whether a record of this user names the blob. */
  public synchronized boolean uses(Did user, Digest digest) {
    return user(user).filter(known -> known.share(digest) != null).isPresent();
  }

  /** Everybody whom records name, in the order of their DIDs. */
  public synchronized List<Did> users() {
    return holdings.users.keySet().stream().sorted().toList();
  }

  /** The blobs that a user uses, in the order of their digests. */
  public synchronized List<UsedBlob> usedBy(Did user) {
    List<UsedBlob> blobs = new ArrayList<>();
    user(user).ifPresent(known -> known.shares().forEach(share -> blobs.add(share.blob.toUsed())));
    blobs.sort(Comparator.comparing(UsedBlob::digest));
    return blobs;
  }

  /** The user's repositories that records name, in order. */
  public synchronized List<ImageRepository> repositories(Did user) {
    return repositories(user(user)).flatMap(found -> found.name.stream()).sorted().toList();
  }

  /** All records of a user, manifest by manifest, also of those without a repository. */
  public synchronized List<KnownManifest> manifests(Did user) {
    return repositories(user(user)).flatMap(Repository::known).toList();
  }

  /** What is known of a repository's manifests. */
  public synchronized List<KnownManifest> manifests(ImageRepository repository) {
    return user(repository.owner()).flatMap(user -> user.find(repository)).stream()
        .flatMap(Repository::known)
        .toList();
  }

  /** What is known of a manifest, in each of its owner's repositories that it is in. */
  public synchronized List<KnownManifest> manifest(Did owner, AtUri uri) {
    String text = uri.toString();
    return repositories(user(owner))
        .flatMap(repository -> Stream.ofNullable(repository.find(text)))
        .map(Manifest::toKnown)
        .toList();
  }

  /** Whether any manifest with a config is known of the repository; takes no lock. */
  public boolean knowsConfigs(ImageRepository repository) {
    return holdings.configs.knows(repository);
  }

  /** How manifests of the repository use a blob as their config; takes no lock. */
  public Optional<ConfigUses> config(ImageRepository repository, Digest digest) {
    return holdings.configs.of(repository, digest);
  }

  private Optional<User> user(Did did) {
    return Optional.ofNullable(holdings.users.get(did.canonical()));
  }

  private static Stream<Repository> repositories(Optional<User> user) {
    return user.stream().flatMap(known -> known.repositories().stream());
  }
}
