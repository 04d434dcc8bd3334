package dev.orlop.appview.manifests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.appview.oci.Descriptor;
import dev.orlop.appview.oci.Manifest;
import dev.orlop.appview.oci.MediaTypes;
import dev.orlop.appview.oci.OciException;
import dev.orlop.appview.records.ManifestRecord;
import dev.orlop.atproto.data.BlobRef;
import dev.orlop.atproto.data.DataJson;
import dev.orlop.car.cbor.DagCbor;
import dev.orlop.car.cid.Cid;
import dev.orlop.car.cid.Digest;
import dev.orlop.lexicons.RepositoryName;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecordRoomTest {
  private static ManifestRecord record(int layers, Map<String, String> annotations) {
    byte[] bytes = Shipyard.image("one");
    Manifest image = Manifest.parse(Optional.empty(), Digest.Algorithm.SHA256, bytes);
    Descriptor layer = image.layers().getFirst();
    Manifest manifest =
        new Manifest(
            MediaTypes.OCI_IMAGE,
            image.digest(),
            image.config(),
            Collections.nCopies(layers, layer),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            annotations,
            bytes);
    BlobRef blob = new BlobRef(Cid.hash(Cid.Codec.RAW, bytes), image.mediaType(), bytes.length);
    return ManifestRecord.of(
        new RepositoryName("app"), manifest, Shipyard.HOLD, blob, Instant.EPOCH);
  }

  private static void assertFits(ManifestRecord record) {
    assertTrue(DataJson.write(record.toData()).length <= RecordRoom.MAX_BYTES);
    assertTrue(DagCbor.encode(record.toData()).length <= 1_000_000);
  }

  @Test
  void whatFitsIsLeftAsItIs() {
    ManifestRecord small = record(100, Map.of("a", "b"));
    assertSame(small, RecordRoom.fitted(small));
  }

  @Test
  void theLongestAnnotationsAreLeftOut() {
    Map<String, String> annotations = new HashMap<>();
    for (int i = 0; i < 100; i++) {
      annotations.put("key" + i, "ü\u0001\"".repeat(500 * (i + 1)));
    }
    ManifestRecord fitted = RecordRoom.fitted(record(3, annotations));
    assertFits(fitted);
    int kept = fitted.annotations().size();
    assertTrue(kept > 10 && kept < 90, "kept " + kept);
    for (int i = 0; i < kept; i++) {
      assertEquals(annotations.get("key" + i), fitted.annotations().get("key" + i));
    }
  }

  @Test
  void manyShortAnnotationsAreCountedToo() {
    Map<String, String> annotations = new HashMap<>();
    for (int i = 0; i < 200_000; i++) {
      annotations.put(Integer.toString(i), "");
    }
    ManifestRecord fitted = RecordRoom.fitted(record(3, annotations));
    assertTrue(DataJson.write(fitted.toData()).length <= RecordRoom.MAX_BYTES);
    assertTrue(fitted.annotations().size() > 50_000);
  }

  @Test
  void moreLayersThanARecordHoldsAreRefused() {
    ManifestRecord large = record(10_000, Map.of());
    assertEquals(413, assertThrows(OciException.class, () -> RecordRoom.fitted(large)).status());
  }
}
