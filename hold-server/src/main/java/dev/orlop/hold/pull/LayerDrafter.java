package dev.orlop.hold.pull;

import dev.orlop.atproto.syntax.Datetime;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.atproto.syntax.TidClock;
import dev.orlop.car.cbor.DagCbor;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.blob.BlobStore;
import dev.orlop.hold.pds.records.LayerRecord;
import dev.orlop.lexicons.Nsids;
import dev.orlop.mst.RecordWrite;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Says which layer records a notified manifest is to get: one for each blob that is stored and has
 * none. Keys are TIDs, as the lexicon wants: in the order of time, which keeps commits small, since
 * new records come to lie side by side in the tree.
 */
final class LayerDrafter {
  /**
   * What to write.
   *
   * @param missing blobs of the manifest that the hold does not have, and so has no record of
   */
  record Draft(List<RecordWrite> writes, List<Digest> missing) {}

  private final ManifestIndex index;
  private final BlobStore blobs;
  private final TidClock keys;

  LayerDrafter(ManifestIndex index, BlobStore blobs, TidClock keys) {
    this.index = index;
    this.blobs = blobs;
    this.keys = keys;
  }

  Draft draft(NotifiedManifest manifest, Datetime now) {
    List<RecordWrite> writes = new ArrayList<>();
    List<Digest> missing = new ArrayList<>();
    for (NotifiedManifest.Part part : distinct(manifest)) {
      boolean config = manifest.config().equals(Optional.of(part));
      if (index.isRecorded(manifest, part.digest(), config)) {
        continue;
      }
      OptionalLong size = blobs.size(part.digest());
      if (size.isEmpty()) {
        missing.add(part.digest());
        continue;
      }
      LayerRecord record =
          new LayerRecord(
              part.digest(),
              size.getAsLong(),
              part.mediaType(),
              Optional.of(manifest.uri()),
              manifest.owner(),
              Optional.of(manifest.repository().name().value()),
              config ? LayerRecord.Role.CONFIG : LayerRecord.Role.LAYER,
              manifest.pullClass() == PullClass.ARTIFACT,
              now);
      RepoPath path = new RepoPath(Nsids.HOLD_LAYER, RecordKey.parse(keys.next().toString()));
      writes.add(new RecordWrite.Create(path, DagCbor.encode(record.toData())));
    }
    return new Draft(writes, missing);
  }

  /** Config and layers, each digest once; one that is both is the config. */
  private static List<NotifiedManifest.Part> distinct(NotifiedManifest manifest) {
    Map<Digest, NotifiedManifest.Part> parts = new LinkedHashMap<>();
    manifest.config().ifPresent(config -> parts.put(config.digest(), config));
    manifest.layers().forEach(layer -> parts.putIfAbsent(layer.digest(), layer));
    return List.copyOf(parts.values());
  }
}
