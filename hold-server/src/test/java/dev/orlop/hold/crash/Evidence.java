package dev.orlop.hold.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.crypto.PublicKey;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.pds.records.LayerRecord;
import dev.orlop.lexicons.Nsids;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is left of a hold, by itself in order.
 *
 * @param repo the hold's own
 * @param blobs the blobs on disk, with their sizes
 */
record Evidence(RepoCopy repo, Map<Digest, Long> blobs) {
  /** Exports the repo, verifies it, and holds what the index answers against it. */
  static Evidence gather(HoldClient hold, PublicKey key, Map<Digest, Long> blobs)
      throws CutOffException {
    RepoCopy repo = RepoCopy.fetch(hold, Network.HOLD, key, Optional.empty());
    Evidence evidence = new Evidence(repo, blobs);
    evidence.checkLayers();
    evidence.checkUsage(hold);
    return evidence;
  }

  /** What the hold says that somebody uses are the distinct blobs of their signed records. */
  private void checkUsage(HoldClient hold) throws CutOffException {
    Map<Did, Map<Digest, Long>> users = new HashMap<>();
    for (LayerRecord layer : layers()) {
      users
          .computeIfAbsent(layer.userDid(), _ -> new HashMap<>())
          .put(layer.digest(), layer.size());
    }
    for (Map.Entry<Did, Map<Digest, Long>> user : users.entrySet()) {
      String path = HoldClient.path(Nsids.HOLD_GET_QUOTA, "userDid", user.getKey());
      DataMap quota = HoldClient.granted(hold.get(path));
      assertEquals(user.getValue().size(), quota.integer("uniqueBlobs").orElseThrow());
      assertEquals(
          user.getValue().values().stream().mapToLong(Long::longValue).sum(),
          quota.integer("totalSize").orElseThrow());
    }
  }

  /** No blob of no manifest is recorded twice. */
  private void checkLayers() {
    Set<String> seen = new HashSet<>();
    for (LayerRecord layer : layers()) {
      String both = layer.manifest().orElseThrow() + " " + layer.digest();
      assertTrue(seen.add(both), both);
    }
  }

  /** Where the repo stands. */
  Tid rev() {
    return repo.rev();
  }

  Optional<DataMap> record(RepoPath path) {
    return repo.record(path);
  }

  List<LayerRecord> layers() {
    List<LayerRecord> layers = new ArrayList<>();
    repo.records()
        .forEach(
            (path, record) -> {
              if (path.collection().equals(Nsids.HOLD_LAYER)) {
                layers.add(LayerRecord.of(record));
              }
            });
    return layers;
  }

  void requireBlob(Digest digest) {
    assertTrue(blobs.containsKey(digest), () -> digest + " was stored, and is gone");
  }
}
