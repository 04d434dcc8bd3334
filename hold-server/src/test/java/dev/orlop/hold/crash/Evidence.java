package dev.orlop.hold.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.crypto.PublicKey;
import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.car.CarLimits;
import dev.orlop.car.cbor.DagCbor;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.car.cid.Cid;
import dev.orlop.car.cid.Digest;
import dev.orlop.hold.pds.records.LayerRecord;
import dev.orlop.lexicons.Nsids;
import dev.orlop.mst.RepoReport;
import dev.orlop.mst.RepoVerifier;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What is left of a hold, by itself in order.
 *
 * @param records of the exported and verified repo
 * @param rev where the repo stands
 * @param blobs the blobs on disk, with their sizes
 */
record Evidence(Map<RepoPath, DataMap> records, Tid rev, Map<Digest, Long> blobs) {
  private static final int PAGE = 100;

  /** Exports the repo, verifies it, and holds what the index answers against it. */
  static Evidence gather(HoldClient hold, PublicKey key, Map<Digest, Long> blobs)
      throws CutOffException {
    byte[] car = hold.get(HoldClient.path(Nsids.SYNC_GET_REPO, "did", Network.HOLD)).body();
    Map<RepoPath, DataMap> records = new TreeMap<>();
    RepoReport report = verify(car, key, records);
    assertEquals(List.of(), report.faults());
    assertEquals(0, report.extraBlocks());
    Tid rev = report.commit().orElseThrow().rev();
    Evidence evidence = new Evidence(records, rev, blobs);
    evidence.checkIndex(hold);
    evidence.checkLayers();
    return evidence;
  }

  private static RepoReport verify(byte[] car, PublicKey key, Map<RepoPath, DataMap> records) {
    try {
      return RepoVerifier.verify(
          new ByteArrayInputStream(car),
          CarLimits.DEFAULT,
          Optional.of(Network.HOLD),
          Optional.of(key),
          (path, record) -> {
            records.put(path, record);
            return Optional.empty();
          });
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void checkIndex(HoldClient hold) throws CutOffException {
    Map<String, String> exported = new TreeMap<>();
    Set<Nsid> collections = new HashSet<>();
    records.forEach(
        (path, record) -> {
          collections.add(path.collection());
          exported.put(uri(path), Cid.hash(Cid.Codec.DAG_CBOR, DagCbor.encode(record)).toString());
        });
    Map<String, String> listed = new TreeMap<>();
    for (Nsid collection : collections) {
      Optional<String> cursor = Optional.of("");
      while (cursor.isPresent()) {
        cursor = list(hold, collection, cursor.get(), listed);
      }
    }
    assertEquals(exported, listed);
  }

  private static String uri(RepoPath path) {
    return "at://" + Network.HOLD + "/" + path;
  }

  private static Optional<String> list(
      HoldClient hold, Nsid collection, String cursor, Map<String, String> listed)
      throws CutOffException {
    String path =
        HoldClient.path(
            Nsids.REPO_LIST_RECORDS, "repo", Network.HOLD, "collection", collection, "limit", PAGE);
    DataMap page =
        HoldClient.granted(hold.get(cursor.isEmpty() ? path : path + "&cursor=" + cursor));
    for (DataValue entry : page.array("records").orElseThrow()) {
      DataMap record = (DataMap) entry;
      listed.put(record.text("uri").orElseThrow(), record.text("cid").orElseThrow());
    }
    return page.text("cursor");
  }

  /** No blob of no manifest is recorded twice. */
  private void checkLayers() {
    Set<String> seen = new HashSet<>();
    for (LayerRecord layer : layers()) {
      String both = layer.manifest().orElseThrow() + " " + layer.digest();
      assertTrue(seen.add(both), both);
    }
  }

  Optional<DataMap> record(RepoPath path) {
    return Optional.ofNullable(records.get(path));
  }

  List<LayerRecord> layers() {
    List<LayerRecord> layers = new ArrayList<>();
    records.forEach(
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
