package dev.orlop.hold.pull;

import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.pds.CommitListener;
import dev.orlop.hold.pds.RecordEntry;
import dev.orlop.hold.pds.Repo;
import dev.orlop.hold.pds.records.LayerRecord;
import dev.orlop.hold.pds.records.MalformedRecordException;
import dev.orlop.lexicons.Nsids;
import dev.orlop.lexicons.RepositoryName;
import dev.orlop.mst.CommitDraft;
import dev.orlop.mst.RepoOp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What manifests are known, in memory, from the layer records of the hold's repo: they are the only
 * place where it is kept, so an index that is rebuilt, or a repo that is moved, knows as much.
 * Takes about 300 bytes for each record.
 *
 * <p>Follows every commit, also those by which somebody deletes records by hand.
 */
final class ManifestIndex implements KnownManifests, CommitListener {
  private static final System.Logger LOGGER = System.getLogger(ManifestIndex.class.getName());

  /** How often a config is used in one repository. */
  private record Uses(int images, int artifacts) {
    Uses plus(boolean artifact, int count) {
      return artifact ? new Uses(images, artifacts + count) : new Uses(images + count, artifacts);
    }

    boolean isNone() {
      return images <= 0 && artifacts <= 0;
    }
  }

  /** A manifest in a repository; the same one may be in several. */
  private static final class Manifest {
    final String uri;
    final Optional<ImageRepository> repository;
    final Map<Digest, LayerRecord.Role> blobs = new HashMap<>();

    Manifest(String uri, Optional<ImageRepository> repository) {
      this.uri = uri;
      this.repository = repository;
    }
  }

  /** One layer record. */
  private record Slot(Manifest manifest, Digest digest, boolean config, boolean artifact) {}

  // Guarded by this.
  private final Map<RecordKey, Slot> slots = new HashMap<>();
  private final Map<String, List<Manifest>> manifests = new HashMap<>();
  // Asked with every pull, so without a lock.
  private final Map<ImageRepository, Map<Digest, Uses>> configs = new ConcurrentHashMap<>();

  @Override
  public boolean knows(ImageRepository repository) {
    return configs.containsKey(repository);
  }

  @Override
  public Optional<PullClass> config(ImageRepository repository, Digest digest) {
    Uses uses = configs.getOrDefault(repository, Map.of()).get(digest);
    if (uses == null) {
      return Optional.empty();
    }
    // A config that an image and an artifact share was most likely fetched for the image.
    return Optional.of(uses.images() > 0 ? PullClass.IMAGE : PullClass.ARTIFACT);
  }

  /**
   * Whether there is a record of a blob of a manifest already. A config has one in each repository
   * that the manifest is in, for pulls are counted by repository; a layer has one in all.
   */
  synchronized boolean isRecorded(NotifiedManifest manifest, Digest digest, boolean config) {
    return manifests.getOrDefault(manifest.uri().toString(), List.of()).stream()
        .filter(known -> known.blobs.containsKey(digest))
        .anyMatch(
            known ->
                !config
                    || (known.repository.equals(Optional.of(manifest.repository()))
                        && known.blobs.get(digest) == LayerRecord.Role.CONFIG));
  }

  /** Forgets all and reads the records that are there. */
  synchronized void load(Repo repo) {
    slots.clear();
    manifests.clear();
    configs.clear();
    repo.forEach(Nsids.HOLD_LAYER, this::add);
  }

  @Override
  public synchronized void committed(CommitDraft draft, long seq) {
    for (RepoOp op : draft.ops()) {
      if (op.path().collection().equals(Nsids.HOLD_LAYER) && op.prev() != null) {
        remove(op.path());
      }
    }
    Written.records(draft, Nsids.HOLD_LAYER).forEach(this::add);
  }

  private void add(RecordEntry entry) {
    try {
      add(entry.path().rkey(), LayerRecord.of(entry.value()));
    } catch (MalformedRecordException e) {
      LOGGER.log(System.Logger.Level.WARNING, "not a layer record: " + entry.path(), e);
    }
  }

  private void add(RecordKey key, LayerRecord layer) {
    if (layer.manifest().isEmpty()) {
      return;
    }
    Optional<ImageRepository> repository =
        layer
            .repository()
            .flatMap(RepositoryName::parse)
            .map(name -> new ImageRepository(layer.userDid(), name));
    Manifest manifest = manifest(layer.manifest().get().toString(), repository);
    boolean config = layer.role() == LayerRecord.Role.CONFIG;
    manifest.blobs.put(layer.digest(), layer.role());
    Slot slot = new Slot(manifest, layer.digest(), config, layer.artifact());
    slots.put(key, slot);
    count(slot, 1);
  }

  private Manifest manifest(String uri, Optional<ImageRepository> repository) {
    List<Manifest> all = manifests.computeIfAbsent(uri, _ -> new ArrayList<>(1));
    for (Manifest manifest : all) {
      if (manifest.repository.equals(repository)) {
        return manifest;
      }
    }
    Manifest manifest = new Manifest(uri, repository);
    all.add(manifest);
    return manifest;
  }

  private void remove(RepoPath path) {
    Slot slot = slots.remove(path.rkey());
    if (slot == null) {
      return;
    }
    Manifest manifest = slot.manifest();
    manifest.blobs.remove(slot.digest());
    if (manifest.blobs.isEmpty()) {
      List<Manifest> all = manifests.getOrDefault(manifest.uri, new ArrayList<>());
      all.remove(manifest);
      if (all.isEmpty()) {
        manifests.remove(manifest.uri);
      }
    }
    count(slot, -1);
  }

  // The function may give null, by which the map drops the entry; its types do not say so.
  @SuppressWarnings("NullAway")
  private void count(Slot slot, int by) {
    if (!slot.config() || slot.manifest().repository.isEmpty()) {
      return;
    }
    configs.compute(
        slot.manifest().repository.get(),
        (_, known) -> {
          Map<Digest, Uses> uses = known == null ? new ConcurrentHashMap<>() : known;
          uses.compute(
              slot.digest(),
              (_, former) -> {
                Uses now = (former == null ? new Uses(0, 0) : former).plus(slot.artifact(), by);
                return now.isNone() ? null : now;
              });
          return uses.isEmpty() ? null : uses;
        });
  }
}
