package dev.orlop.mst;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.data.DataJson;
import dev.orlop.car.CarBlock;
import dev.orlop.car.CarLimits;
import dev.orlop.car.CarReader;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.car.cid.Cid;
import dev.orlop.testkit.Vectors;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** Every pair of the 128 trees over seven keys: 16,384 diffs. */
class MstDiffSuiteTest {
  private final Map<Cid, MstNode> nodes = new HashMap<>();
  private final Map<String, Cid> roots = new HashMap<>();
  private final NodeStore store = cid -> Objects.requireNonNull(nodes.get(cid));

  @Test
  void everyCaseOfTheSuiteHolds() throws IOException {
    Path cases = Vectors.path("mst-test-suite/diff-exhaustive-all.ndjson.gz");
    int count = 0;
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(cases)), StandardCharsets.UTF_8))) {
      String line;
      while ((line = lines.readLine()) != null) {
        check(DataJson.parse(line));
        count++;
      }
    }
    assertEquals(16_384, count);
  }

  private void check(DataMap suite) throws IOException {
    DataMap inputs = suite.map("inputs").orElseThrow();
    DataMap results = suite.map("results").orElseThrow();
    Cid before = load(inputs.text("mst_a").orElseThrow());
    Cid after = load(inputs.text("mst_b").orElseThrow());
    String name = suite.text("_file").orElseThrow();

    MstDiff diff = MstDiff.between(store, before, after);
    assertEquals(cids(results, "created_nodes"), diff.created(), name);
    assertEquals(cids(results, "deleted_nodes"), diff.removed(), name);
    assertEquals(ops(results), ops(diff), name);

    List<byte[]> keys = diff.changes().stream().map(MstDiff.Change::key).toList();
    Set<Cid> proof = MstProof.covering(store, after, keys);
    assertTrue(proof.containsAll(cids(results, "proof_nodes")), name);
    assertTrue(proof.containsAll(cids(results, "inductive_proof_nodes")), name);

    List<Edit> edits = new ArrayList<>();
    for (MstDiff.Change change : diff.changes()) {
      Cid value = change.after();
      edits.add(value == null ? new Edit.Delete(change.key()) : new Edit.Put(change.key(), value));
    }
    MstEdit edit = MstEditor.apply(store, before, edits);
    assertEquals(after, edit.root(), name);
    assertEquals(diff.created(), edit.created().keySet(), name);
    assertEquals(diff.removed(), edit.removed(), name);
  }

  private Cid load(String car) throws IOException {
    Cid known = roots.get(car);
    if (known != null) {
      return known;
    }
    Path path = Vectors.path("mst-test-suite").resolve(car);
    try (CarReader reader = new CarReader(Files.newInputStream(path), CarLimits.DEFAULT)) {
      CarBlock block;
      while ((block = reader.next()) != null) {
        nodes.put(block.cid(), MstNodeCodec.decode(block.data()));
      }
      MstVerifier.verify(store, reader.root(), (_, _) -> {});
      roots.put(car, reader.root());
      return reader.root();
    }
  }

  private static Set<Cid> cids(DataMap results, String key) {
    Set<Cid> cids = new HashSet<>();
    for (DataValue item : results.array(key).orElseThrow()) {
      cids.add(Cid.parse(((DataValue.Text) item).value()));
    }
    return cids;
  }

  private static List<String> ops(DataMap results) {
    return results.array("record_ops").orElseThrow().stream()
        .map(DataMap.class::cast)
        .map(
            op ->
                op.text("rpath").orElseThrow()
                    + " "
                    + op.text("old_value").orElse("null")
                    + " "
                    + op.text("new_value").orElse("null"))
        .toList();
  }

  private static List<String> ops(MstDiff diff) {
    return diff.changes().stream()
        .map(change -> change.path() + " " + change.before() + " " + change.after())
        .toList();
  }
}
