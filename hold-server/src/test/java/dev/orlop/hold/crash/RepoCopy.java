package dev.orlop.hold.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.orlop.atproto.crypto.PublicKey;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.atproto.syntax.Tid;
import dev.orlop.car.CarLimits;
import dev.orlop.car.cbor.DagCbor;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.car.cid.Cid;
import dev.orlop.lexicons.Nsids;
import dev.orlop.mst.RepoReport;
import dev.orlop.mst.RepoVerifier;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A repo, exported and verified.
 *
 * @param records all of them
 * @param rev where it stands
 */
record RepoCopy(Did did, Map<RepoPath, DataMap> records, Tid rev) {
  private static final int PAGE = 100;

  /**
   * Exports a repo, verifies it, and holds what the index answers against it.
   *
   * @param token of the account, which sees its repo when others do not
   */
  static RepoCopy fetch(HoldClient hold, Did did, PublicKey key, Optional<String> token)
      throws CutOffException {
    HttpResponse<byte[]> car = query(hold, token, HoldClient.path(Nsids.SYNC_GET_REPO, "did", did));
    HoldClient.done(car);
    Map<RepoPath, DataMap> records = new TreeMap<>();
    RepoReport report = verify(car.body(), did, key, records);
    assertEquals(List.of(), report.faults());
    assertEquals(0, report.extraBlocks());
    RepoCopy copy = new RepoCopy(did, records, report.commit().orElseThrow().rev());
    copy.checkIndex(hold, token);
    return copy;
  }

  private static HttpResponse<byte[]> query(HoldClient hold, Optional<String> token, String path)
      throws CutOffException {
    return token.isPresent() ? hold.query(token.get(), path) : hold.get(path);
  }

  private static RepoReport verify(
      byte[] car, Did did, PublicKey key, Map<RepoPath, DataMap> records) {
    try {
      return RepoVerifier.verify(
          new ByteArrayInputStream(car),
          CarLimits.DEFAULT,
          Optional.of(did),
          Optional.of(key),
          (path, record) -> {
            records.put(path, record);
            return Optional.empty();
          });
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void checkIndex(HoldClient hold, Optional<String> token) throws CutOffException {
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
        cursor = list(hold, token, collection, cursor.get(), listed);
      }
    }
    assertEquals(exported, listed);
  }

  private String uri(RepoPath path) {
    return "at://" + did + "/" + path;
  }

  private Optional<String> list(
      HoldClient hold,
      Optional<String> token,
      Nsid collection,
      String cursor,
      Map<String, String> listed)
      throws CutOffException {
    String path =
        HoldClient.path(
            Nsids.REPO_LIST_RECORDS, "repo", did, "collection", collection, "limit", PAGE);
    DataMap page =
        HoldClient.granted(
            query(hold, token, cursor.isEmpty() ? path : path + "&cursor=" + cursor));
    for (DataValue entry : page.array("records").orElseThrow()) {
      DataMap record = (DataMap) entry;
      listed.put(record.text("uri").orElseThrow(), record.text("cid").orElseThrow());
    }
    return page.text("cursor");
  }

  Optional<DataMap> record(RepoPath path) {
    return Optional.ofNullable(records.get(path));
  }
}
