package dev.orlop.appview.records;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.appview.oci.Tag;
import dev.orlop.appview.records.TagRecord.Target;
import dev.orlop.atproto.data.DataJson;
import dev.orlop.atproto.syntax.Datetime;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.car.cid.Digest;
import dev.orlop.lexicons.Nsids;
import dev.orlop.lexicons.RepositoryName;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TagRecordTest {
  private static final Did ALICE = Did.parse("did:plc:aliceaaaaaaaaaaaaaaaaaaa");
  private static final String HEX =
      "b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c";
  private static final String OTHER =
      "9834876dcfb05cb167a5c24953eba58c4ac89b1adf57f28f2f9d09af107ee8f0";
  private static final Digest DIGEST = Digest.parse("sha256:" + HEX);
  private static final RepositoryName APP = new RepositoryName("team/app");

  private static TagRecord read(String fields) {
    return TagRecord.of(
        DataJson.parse(
            "{\"$type\":\"io.atcr.tag\",\"repository\":\"team/app\",\"tag\":\"v1\"%s}"
                .formatted(fields)));
  }

  @Test
  void theNewerGenerationNamesTheManifestByItsRecord() {
    TagRecord record =
        read(
            ",\"manifest\":\"at://%s/io.atcr.manifest/%s\",\"updatedAt\":\"2026-11-21T12:00:00Z\""
                .formatted(ALICE, HEX));
    assertEquals(new Target.ByDigest(DIGEST), record.target());
    assertEquals(Optional.of(Datetime.parse("2026-11-21T12:00:00Z")), record.movedAt());
    assertTrue(record.is(APP, new Tag("v1")));
  }

  @Test
  void theOlderGenerationNamesItByItsDigest() {
    TagRecord record =
        read(",\"manifestDigest\":\"%s\",\"createdAt\":\"2025-01-01T00:00:00Z\"".formatted(DIGEST));
    assertEquals(new Target.ByDigest(DIGEST), record.target());
    assertEquals(Optional.of(Datetime.parse("2025-01-01T00:00:00Z")), record.movedAt());
  }

  @Test
  void theNewerFieldCountsForMore() {
    TagRecord record =
        read(
            ",\"manifest\":\"at://%s/io.atcr.manifest/%s\",\"manifestDigest\":\"sha256:%s\""
                .formatted(ALICE, HEX, OTHER));
    assertEquals(new Target.ByDigest(DIGEST), record.target());
  }

  @Test
  void aManifestUnderAnotherKeyIsNamedByThatUnlessTheDigestIsThere() {
    String manifest = ",\"manifest\":\"at://%s/io.atcr.manifest/3ke6kg3wk2222\"".formatted(ALICE);
    assertEquals(new Target.ByKey(new RecordKey("3ke6kg3wk2222")), read(manifest).target());
    assertEquals(
        new Target.ByDigest(DIGEST),
        read(manifest + ",\"manifestDigest\":\"" + DIGEST + "\"").target());
  }

  @Test
  void aLongDigestIsOneToo() {
    TagRecord record =
        read(",\"manifest\":\"at://%s/io.atcr.manifest/%s\"".formatted(ALICE, HEX + OTHER));
    assertEquals(new Target.ByDigest(Digest.parse("sha512:" + HEX + OTHER)), record.target());
  }

  @Test
  void whatNamesNoManifestIsRefused() {
    assertThrows(UnusableRecordException.class, () -> read(""));
    assertThrows(UnusableRecordException.class, () -> read(",\"manifest\":\"at://alice.test\""));
    assertThrows(UnusableRecordException.class, () -> read(",\"manifestDigest\":\"md5:1\""));
    assertThrows(
        UnusableRecordException.class,
        () ->
            TagRecord.of(
                DataJson.parse(
                    "{\"repository\":\"a\",\"tag\":\"not a tag\",\"manifestDigest\":\"%s\"}"
                        .formatted(DIGEST))));
  }

  @Test
  void aTagIsWrittenInTheNewerGeneration() {
    TagRecord record =
        TagRecord.of(APP, new Tag("v1"), DIGEST, Instant.parse("2026-11-21T12:00:00Z"));
    String written = DataJson.text(record.toData(ALICE));
    assertEquals(
        ("{\"tag\":\"v1\",\"$type\":\"io.atcr.tag\","
                + "\"manifest\":\"at://%s/io.atcr.manifest/%s\","
                + "\"updatedAt\":\"2026-11-21T12:00:00.000Z\",\"repository\":\"team/app\"}")
            .formatted(ALICE, HEX),
        written);
    assertEquals(record, TagRecord.of(record.toData(ALICE)));
    ManifestRecordTest.assertValid(
        new RepoPath(Nsids.TAG, TagRecord.rkey(APP, new Tag("v1"))), record.toData(ALICE));
  }

  @Test
  void theKeyHasTheSlashesAsTildesAndIsLegalForEveryTag() {
    assertEquals("team~app_v1", TagRecord.rkey(APP, new Tag("v1")).value());
    RepositoryName longest = new RepositoryName("a".repeat(RepositoryName.MAX_LENGTH));
    assertEquals(384, TagRecord.rkey(longest, new Tag("t".repeat(128))).value().length());
  }

  @Test
  void twoTagsMayHaveOneKeySoTheFieldsDecide() {
    assertEquals(
        TagRecord.rkey(new RepositoryName("a_b"), new Tag("c")),
        TagRecord.rkey(new RepositoryName("a"), new Tag("b_c")));
    assertTrue(!read(",\"manifestDigest\":\"" + DIGEST + "\"").is(APP, new Tag("v2")));
  }
}
