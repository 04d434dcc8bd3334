package dev.orlop.hold.layers;

import dev.orlop.atproto.syntax.AtUri;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.pds.records.ImageRepository;
import dev.orlop.hold.pds.records.LayerRecord;
import dev.orlop.lexicons.RepositoryName;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** All records, by key, blob and user. For one thread at a time, but for what says otherwise. */
final class Holdings {
  /** May be read by anybody at any time. */
  final ConcurrentNavigableMap<Digest, Blob> blobs = new ConcurrentSkipListMap<>();

  /** May be read by anybody at any time. */
  final Configs configs = new Configs();

  final NamedManifests named = new NamedManifests();
  final Map<Did, User> users = new HashMap<>();
  private final CompactTable<Layer> layers = new CompactTable<>(Layer::hash);
  private long storedBytes;
  private long logicalBlobs;
  private long logicalBytes;

  Totals totals() {
    return new Totals(
        layers.size(), new Usage(blobs.size(), storedBytes), new Usage(logicalBlobs, logicalBytes));
  }

  /** Puts a record in, in place of what was under its key. */
  void put(RecordKey key, LayerRecord record) {
    remove(key);
    User user = users.computeIfAbsent(record.userDid().canonical(), User::new);
    Optional<ImageRepository> repository =
        record
            .repository()
            .flatMap(RepositoryName::parse)
            .map(name -> new ImageRepository(user.did, name));
    Manifest manifest =
        user.repository(repository).manifest(record.manifest().map(AtUri::toString).orElse(""));
    boolean isChild = record.role() == LayerRecord.Role.MANIFEST;
    Share share = isChild ? new Share(new Blob(record.digest(), 0)) : share(user, record);
    Layer layer = Layer.of(key, manifest, share, record);
    layers.add(layer);
    manifest.layers.add(layer);
    if (manifest.layers.size() == 1) {
      named.count(manifest.uri, 1);
    }
    if (isChild) {
      named.count(record.digest(), 1);
    } else {
      share.records++;
      share.blob.records++;
    }
    count(layer, 1);
  }

  private Share share(User user, LayerRecord record) {
    Share known = user.share(record.digest());
    if (known != null) {
      return known;
    }
    Share share = new Share(blob(record));
    user.add(share);
    logicalBlobs++;
    logicalBytes += share.blob.size;
    return share;
  }

  private Blob blob(LayerRecord record) {
    Blob known = blobs.get(record.digest());
    if (known != null) {
      return known;
    }
    Blob blob = new Blob(record.digest(), record.size());
    blobs.put(blob.digest, blob);
    storedBytes += blob.size;
    return blob;
  }

  /** Takes a record out; nothing happens if there is none. */
  void remove(RecordKey key) {
    Layer layer = layers.find(Layer.hash(key), known -> known.has(key));
    if (layer == null) {
      return;
    }
    layers.remove(layer);
    count(layer, -1);
    if (layer.usesBlob()) {
      release(layer.manifest.repository.user, layer.share);
    } else {
      named.count(layer.share.blob.digest, -1);
    }
    prune(layer.manifest, layer);
  }

  private void release(User user, Share share) {
    Blob blob = share.blob;
    if (--share.records == 0) {
      user.remove(share);
      logicalBlobs--;
      logicalBytes -= blob.size;
    }
    if (--blob.records == 0) {
      blobs.remove(blob.digest);
      storedBytes -= blob.size;
    }
  }

  private void prune(Manifest manifest, Layer layer) {
    manifest.layers.remove(layer);
    Repository repository = manifest.repository;
    if (manifest.layers.isEmpty()) {
      named.count(manifest.uri, -1);
      repository.remove(manifest);
    }
    if (repository.isEmpty()) {
      repository.user.remove(repository);
    }
    if (repository.user.isEmpty()) {
      users.remove(repository.user.did);
    }
  }

  private void count(Layer layer, int by) {
    if (layer.role() == LayerRecord.Role.CONFIG) {
      layer.manifest.repository.name.ifPresent(
          repository -> configs.count(repository, layer.share.blob.digest, layer.artifact(), by));
    }
  }
}
