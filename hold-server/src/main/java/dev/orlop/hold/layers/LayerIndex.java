package dev.orlop.hold.layers;

import dev.orlop.atproto.syntax.AtUri;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.car.cbor.CborLimits;
import dev.orlop.car.cbor.DagCbor;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Cid;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.pds.CommitListener;
import dev.orlop.hold.pds.RecordEntry;
import dev.orlop.hold.pds.Repo;
import dev.orlop.hold.pds.records.ImageRepository;
import dev.orlop.hold.pds.records.LayerRecord;
import dev.orlop.hold.pds.records.MalformedRecordException;
import dev.orlop.lexicons.Nsids;
import dev.orlop.mst.CommitDraft;
import dev.orlop.mst.RepoOp;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who uses which blob, by the layer records of the hold's repo, now: follows every commit, also
 * those by which somebody writes or deletes records by hand. Safe for use by several threads.
 */
public final class LayerIndex implements CommitListener {
  private static final System.Logger LOGGER = System.getLogger(LayerIndex.class.getName());

  /** Guarded by this, but for what may be read by anybody. */
  private final Holdings holdings = new Holdings();

  private volatile @Nullable Repo repo;

  private volatile @Nullable Cid followed;

  /** Reads the records that are there, before anybody writes. */
  public synchronized void load(Repo own) {
    repo = own;
    followed = own.head().commit();
    own.forEach(Nsids.HOLD_LAYER, entry -> put(own.did(), entry));
  }

  @Override
  public void committed(CommitDraft draft, long seq) {
    Repo own = repo;
    if (own == null) {
      // Not loaded yet, and will be.
      return;
    }
    for (RepoOp op : draft.ops()) {
      if (op.path().collection().equals(Nsids.HOLD_LAYER)) {
        follow(own, draft, op);
      }
    }
    followed = draft.cid();
  }

  /**
   * The last commit that all answers know, which may be one behind the repo's head. Who writes upon
   * an answer takes this first, and writes onto this commit and no other.
   */
  public Cid followed() {
    Cid known = followed;
    if (known == null) {
      throw new IllegalStateException("not loaded yet");
    }
    return known;
  }

  private void follow(Repo own, CommitDraft draft, RepoOp op) {
    if (op.cid() == null) {
      remove(op);
      return;
    }
    byte[] block = draft.newBlocks().get(op.cid());
    // Absent when the same bytes were in the repo already, under another path.
    Optional<RecordEntry> entry =
        block != null
            ? Optional.of(new RecordEntry(op.path(), op.cid(), decode(block)))
            : own.entry(op.path());
    synchronized (this) {
      remove(op);
      entry.ifPresent(written -> put(own.did(), written));
    }
  }

  private static DataMap decode(byte[] block) {
    return DagCbor.decodeMap(block, CborLimits.RECORD);
  }

  private synchronized void remove(RepoOp op) {
    holdings.remove(op.path().rkey());
  }

  private synchronized void put(Did hold, RecordEntry entry) {
    try {
      holdings.put(entry.path().rkey(), LayerRecord.of(entry.value()));
    } catch (MalformedRecordException e) {
      LOGGER.log(
          System.Logger.Level.WARNING,
          "not a layer record: {0}: {1}",
          entry.path(),
          e.getMessage());
      LayerRecord.nobodys(entry.value(), hold)
          .ifPresent(record -> holdings.put(entry.path().rkey(), record));
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
