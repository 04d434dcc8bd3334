package dev.orlop.appview.manifests;

import static dev.orlop.appview.manifests.Shipyard.image;
import static dev.orlop.appview.manifests.Shipyard.index;
import static dev.orlop.appview.manifests.Shipyard.sha256;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.orlop.appview.oci.Manifest;
import dev.orlop.appview.oci.Tag;
import dev.orlop.appview.records.ManifestRecord;
import dev.orlop.appview.records.TagRecord;
import dev.orlop.appview.records.TagRecord.Target;
import dev.orlop.atproto.data.BlobRef;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cid.Cid;
import dev.orlop.car.cid.Digest;
import dev.orlop.lexicons.Nsids;
import dev.orlop.lexicons.RepositoryName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RemovalTest {
  private static final byte[] IMAGE = image("one");
  private static final Digest DIGEST = sha256(IMAGE);
  private static final RepositoryName APP = new RepositoryName("app");
  private static final RepositoryName OTHER = new RepositoryName("other");
  private static final RecordKey USUAL = ManifestRecord.rkey(DIGEST);
  private static final RecordKey SPARE = ManifestRecord.rkey(DIGEST, OTHER);
  private static final RecordKey TID = new RecordKey("3ke6kg3wk2222");

  private final List<Kept<TagRecord>> tags = new ArrayList<>();
  private final List<Kept<ManifestRecord>> manifests = new ArrayList<>();

  private void has(RepositoryName name, RecordKey rkey, byte[] manifest) {
    Manifest parsed = Manifest.parse(Optional.empty(), Digest.Algorithm.SHA256, manifest);
    BlobRef blob =
        new BlobRef(Cid.hash(Cid.Codec.RAW, manifest), parsed.mediaType(), manifest.length);
    ManifestRecord record =
        ManifestRecord.of(name, parsed, Shipyard.HOLD, blob, Instant.EPOCH)
            .withAnnotations(Map.of("of", name.value()));
    manifests.add(new Kept<>(rkey, record.toData(), record));
  }

  private void tagged(RepositoryName name, String tag, Target target) {
    TagRecord record = new TagRecord(name, new Tag(tag), target, Optional.empty());
    tags.add(new Kept<>(TagRecord.rkey(name, new Tag(tag)), DataMap.EMPTY, record));
  }

  private static Target target() {
    return new Target.ByDigest(DIGEST);
  }

  /** What becomes of each record: nothing, or the repository that has it then. */
  private List<String> edits() {
    return Removal.ofManifest(APP, DIGEST, tags, manifests).edits().stream()
        .map(
            edit ->
                switch (edit) {
                  case Edit.Delete(_, RecordKey rkey) -> "- " + rkey;
                  case Edit.Replace(_, RecordKey rkey, DataMap record) ->
                      "%s of %s, once of %s"
                          .formatted(
                              rkey,
                              record.text("repository").orElse("nobody"),
                              record.map("annotations").orElseThrow().text("of").orElse(""));
                })
        .toList();
  }

  @Test
  void whatNobodyElseNeedsIsDeletedAfterItsTags() {
    has(APP, USUAL, IMAGE);
    has(APP, TID, IMAGE);
    has(APP, new RecordKey("two"), image("two"));
    tagged(APP, "v1", target());
    tagged(APP, "v2", new Target.ByKey(TID));
    tagged(APP, "v3", new Target.ByDigest(sha256(image("two"))));
    assertEquals(List.of("- app_v1", "- app_v2", "- " + USUAL, "- " + TID), edits());
  }

  @Test
  void nothingIsToBeDoneWhereNothingIs() {
    has(OTHER, USUAL, IMAGE);
    tagged(OTHER, "v1", target());
    assertEquals(List.of(), edits());
  }

  @Test
  void anothersRecordStaysWhereATagOfOursNamesIt() {
    has(OTHER, USUAL, IMAGE);
    tagged(APP, "v1", target());
    assertEquals(List.of("- app_v1"), edits());
  }

  @Test
  void whoHasARecordUnderAKeyOfItsOwnMovesToTheUsualOne() {
    has(APP, USUAL, IMAGE);
    has(OTHER, SPARE, IMAGE);
    assertEquals(List.of(USUAL + " of other, once of other", "- " + SPARE), edits());
  }

  @Test
  void aKeyOfItsOwnToWhichATagLeadsStays() {
    has(APP, USUAL, IMAGE);
    has(OTHER, SPARE, IMAGE);
    tagged(OTHER, "v1", new Target.ByKey(SPARE));
    assertEquals(List.of(USUAL + " of other, once of other"), edits());
  }

  @Test
  void aTagOrAnIndexOfAnotherRepositoryInheritsTheRecord() {
    has(APP, USUAL, IMAGE);
    has(OTHER, new RecordKey("index"), index(IMAGE));
    assertEquals(List.of(USUAL + " of other, once of app"), edits());
    tagged(new RepositoryName("third"), "v1", target());
    assertEquals(List.of(USUAL + " of third, once of app"), edits());
  }

  @Test
  void aTagThatNamesARecordByItsKeyInheritsThatOne() {
    has(APP, USUAL, IMAGE);
    has(APP, TID, IMAGE);
    tagged(OTHER, "v1", new Target.ByKey(TID));
    assertEquals(
        List.of(USUAL + " of other, once of app", TID + " of other, once of app"), edits());
  }

  @Test
  void theOnlyRecordIsHandedOverUnderWhicheverKeyItIs() {
    has(APP, TID, IMAGE);
    tagged(OTHER, "v1", target());
    assertEquals(List.of(TID + " of other, once of app"), edits());
  }

  @Test
  void aTagIsDeletedUnderEachOfItsKeys() {
    tagged(APP, "v1", target());
    tagged(OTHER, "v1", target());
    tags.add(new Kept<>(TID, DataMap.EMPTY, tags.getFirst().value()));
    assertEquals(
        List.of(
            new Edit.Delete(Nsids.TAG, new RecordKey("app_v1")), new Edit.Delete(Nsids.TAG, TID)),
        Removal.ofTag(APP, new Tag("v1"), tags));
  }
}
