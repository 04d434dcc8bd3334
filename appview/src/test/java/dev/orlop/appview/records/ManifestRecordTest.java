package dev.orlop.appview.records;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.appview.oci.Descriptor;
import dev.orlop.appview.oci.Manifest;
import dev.orlop.atproto.data.BlobRef;
import dev.orlop.atproto.data.DataJson;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.car.cid.Cid;
import dev.orlop.car.cid.Digest;
import dev.orlop.lexicons.LexiconValidator;
import dev.orlop.lexicons.Nsids;
import dev.orlop.lexicons.RepositoryName;
import dev.orlop.lexicons.Validity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ManifestRecordTest {
  private static final Did HOLD = Did.parse("did:web:hold.example.com");
  private static final Digest CONFIG =
      Digest.parse("sha256:b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c");
  private static final Digest LAYER =
      Digest.parse("sha256:9834876dcfb05cb167a5c24953eba58c4ac89b1adf57f28f2f9d09af107ee8f0");

  static DataMap golden(String name) throws IOException {
    try (InputStream in = ManifestRecordTest.class.getResourceAsStream("/records/" + name)) {
      return DataJson.parse(java.util.Objects.requireNonNull(in).readAllBytes());
    }
  }

  static void assertValid(RepoPath path, DataMap record) {
    Validity validity = LexiconValidator.bundled().validateRecord(path, record);
    assertInstanceOf(Validity.Valid.class, validity, validity::toString);
  }

  private static void assertUnusable(DataMap record, String what) {
    UnusableRecordException e =
        assertThrows(UnusableRecordException.class, () -> ManifestRecord.of(record));
    assertTrue(e.toString().contains(what), e.toString());
  }

  @Test
  void aRecordOfTheNewerGenerationIsReadAndWrittenAsItIs() throws IOException {
    DataMap golden = golden("manifest-newer.json");
    ManifestRecord record = ManifestRecord.of(golden);
    assertEquals("team/app", record.repository().value());
    assertEquals(Optional.of(new HoldRef.ByDid(HOLD)), record.hold());
    assertEquals(Map.of("org.example.note", "caf\u00e9"), record.annotations());
    assertTrue(record.has(CONFIG) && record.has(LAYER));
    assertEquals(DataJson.pretty(golden), DataJson.pretty(record.toData()));
    assertValid(new RepoPath(Nsids.MANIFEST, ManifestRecord.rkey(record.digest())), golden);
  }

  @Test
  void aRecordOfTheOlderGenerationIsReadAndItsHoldIsWrittenAsADid() throws IOException {
    ManifestRecord record = ManifestRecord.of(golden("manifest-older.json"));
    assertEquals(Optional.of(HOLD), record.hold().flatMap(HoldRef::asDid));
    assertEquals(
        List.of("linux/arm64/v8"),
        record.children().stream()
            .map(Descriptor::platform)
            .flatMap(Optional::stream)
            .map(Object::toString)
            .toList());
    assertEquals(1, record.children().size());
    assertEquals(Map.of("text", "seven"), record.annotations());
    assertEquals(Optional.empty(), record.bytes());
    DataMap written = record.toData();
    assertEquals(Optional.of(HOLD.value()), written.text("holdDid"));
    assertTrue(!written.has("holdEndpoint"));
    assertValid(new RepoPath(Nsids.MANIFEST, ManifestRecord.rkey(record.digest())), written);
  }

  @Test
  void theRecordOfAManifestIsValid() {
    byte[] bytes =
        """
        {"schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json",
         "config": {"mediaType": "application/vnd.oci.image.config.v1+json",
           "digest": "%s", "size": 2},
         "layers": [{"mediaType": "a/b", "digest": "%s", "size": 3}]}
        """
            .formatted(CONFIG, LAYER)
            .getBytes(StandardCharsets.UTF_8);
    Manifest manifest = Manifest.parse(Optional.empty(), Digest.Algorithm.SHA256, bytes);
    BlobRef blob = new BlobRef(Cid.hash(Cid.Codec.RAW, bytes), manifest.mediaType(), bytes.length);
    ManifestRecord record =
        ManifestRecord.of(
            new RepositoryName("app"), manifest, HOLD, blob, Instant.parse("2026-11-21T12:00:00Z"));
    assertEquals(record, ManifestRecord.of(record.toData()));
    // An image's is that of its config, and said by it.
    assertEquals(Optional.empty(), record.artifactType());
    assertValid(
        new RepoPath(Nsids.MANIFEST, ManifestRecord.rkey(manifest.digest())), record.toData());
  }

  @Test
  void aDidCountsForMoreThanAnAddressUnlessItIsNone() throws IOException {
    DataMap record = golden("manifest-older.json");
    DataMap both = record.with("holdDid", new DataValue.Text("did:plc:x"));
    assertEquals(
        Optional.of(new HoldRef.ByDid(Did.parse("did:plc:x"))), ManifestRecord.of(both).hold());
    DataMap broken = record.with("holdDid", new DataValue.Text("did:"));
    assertEquals(Optional.of(HOLD), ManifestRecord.of(broken).hold().flatMap(HoldRef::asDid));
  }

  @Test
  void whatIsOfNoUseWithoutAFieldIsRefusedByItsName() throws IOException {
    DataMap record = golden("manifest-newer.json");
    assertUnusable(record.without("repository"), "repository");
    assertUnusable(record.with("repository", new DataValue.Text("No Name")), "repository");
    assertUnusable(record.without("digest"), "digest");
    assertUnusable(record.with("digest", new DataValue.Text("sha256:12")), "digest");
    assertUnusable(record.without("mediaType"), "mediaType");
    assertUnusable(record.with("mediaType", new DataValue.Text("a/b\r\nX: y")), "mediaType");
    assertUnusable(DataMap.EMPTY, "repository");
  }

  @Test
  void whatIsNoBlobIsNone() throws IOException {
    DataMap record =
        golden("manifest-newer.json")
            .with("manifestBlob", DataMap.builder().put("$type", "blob").build());
    assertEquals(Optional.empty(), ManifestRecord.of(record).bytes());
  }
}
