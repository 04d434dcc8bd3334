package dev.orlop.appview.records;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.orlop.atproto.data.DataJson;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.RecordKey;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.lexicons.Nsids;
import dev.orlop.lexicons.RepositoryName;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OtherRecordsTest {
  private static final Did HOLD = Did.parse("did:web:hold.example.com");

  private static Optional<Did> did(String hold) {
    return HoldRef.parse(hold).flatMap(HoldRef::asDid);
  }

  @Test
  void aHoldIsNamedByItsDidOrByItsAddress() {
    assertEquals(Optional.of(HOLD), did("did:web:hold.example.com"));
    assertEquals(Optional.of(HOLD), did("https://hold.example.com/"));
    assertEquals(Optional.of(Did.parse("did:web:127.0.0.1%3A8080")), did("http://127.0.0.1:8080"));
    assertEquals(Optional.of(Did.parse("did:web:hold.test%3A8080")), did("did:web:hold.test:8080"));
    assertEquals(
        Optional.of(new HoldRef.ByUrl(URI.create("https://hold.example.com"))),
        HoldRef.parse("https://hold.example.com/some/path?x"));
  }

  @Test
  void whatIsNeitherIsNoHold() {
    for (String text :
        new String[] {
          "",
          "hold",
          "hold.example.com",
          "ftp://hold",
          "did:",
          "https://",
          "http://a b",
          "https://user@hold.example.com"
        }) {
      assertEquals(Optional.empty(), HoldRef.parse(text), text);
    }
    assertEquals(Optional.empty(), did("https://[::1]"));
  }

  @Test
  void aProfileOfEitherGenerationIsReadAndTheNewerWritten() {
    for (String hold : new String[] {"did:web:hold.example.com", "https://hold.example.com"}) {
      SailorProfile profile =
          SailorProfile.of(
              DataJson.parse(
                  ("{\"$type\":\"io.atcr.sailor.profile\",\"defaultHold\":\"%s\","
                          + "\"createdAt\":\"2026-11-21T12:00:00Z\","
                          + "\"updatedAt\":\"2026-11-21T12:00:00Z\"}")
                      .formatted(hold)));
      assertEquals(
          "{\"$type\":\"io.atcr.sailor.profile\",\"createdAt\":\"2026-11-21T12:00:00Z\","
              + "\"updatedAt\":\"2026-11-21T12:00:00Z\","
              + "\"defaultHold\":\"did:web:hold.example.com\"}",
          DataJson.text(profile.toData()));
      ManifestRecordTest.assertValid(SailorProfile.PATH, profile.toData());
    }
  }

  @Test
  void aProfileMayChooseNoHoldButNotOneThatIsNone() {
    assertEquals(Optional.empty(), SailorProfile.of(DataMap.EMPTY).defaultHold());
    DataMap empty = DataMap.EMPTY.with("defaultHold", new DataValue.Text(" "));
    assertEquals(Optional.empty(), SailorProfile.of(empty).defaultHold());
    DataMap none = DataMap.EMPTY.with("defaultHold", new DataValue.Text("nonsense"));
    assertThrows(UnusableRecordException.class, () -> SailorProfile.of(none));
  }

  @Test
  void aPageIsNamedByItsFieldOrByItsKey() {
    RecordKey key = RepoPage.rkey(new RepositoryName("team/app"));
    assertEquals("team~app", key.value());
    assertEquals("team/app", RepoPage.of(key, DataMap.EMPTY).repository().value());
    DataMap named = DataMap.EMPTY.with("repository", new DataValue.Text("other"));
    assertEquals("other", RepoPage.of(key, named).repository().value());
    assertThrows(
        UnusableRecordException.class, () -> RepoPage.of(new RecordKey("A:B"), DataMap.EMPTY));
  }

  @Test
  void aPageIsReadAndWritten() {
    RecordKey key = new RecordKey("app");
    RepoPage page =
        RepoPage.of(
            key,
            DataJson.parse(
                """
                {"$type": "io.atcr.repo.page", "description": "# App",
                 "avatar": {"$type": "blob", "mimeType": "image/png", "size": 7, "ref":
                   {"$link": "bafkreifvxooyafffpgy5mhrb46lnpdom34jvf4r42muby5efbodyvzeujq"}},
                 "createdAt": "2026-11-21T12:00:00Z", "updatedAt": "2026-11-21T12:00:00Z"}
                """));
    assertEquals(page, RepoPage.of(key, page.toData()));
    ManifestRecordTest.assertValid(new RepoPath(Nsids.REPO_PAGE, key), page.toData());
  }

  @Test
  void aDescriptionThatIsTooLongIsCutOffBetweenCharacters() {
    String text = "x".repeat(RepoPage.MAX_DESCRIPTION - 1) + "\ud83d\udea2".repeat(2);
    DataMap record = DataMap.EMPTY.with("description", new DataValue.Text(text));
    String shown = RepoPage.of(new RecordKey("app"), record).description().orElseThrow();
    assertEquals("x".repeat(RepoPage.MAX_DESCRIPTION - 1), shown);
  }

  @Test
  void anAnnouncedHoldIsReadAndOneWithoutAnAddressRefused() {
    LegacyHold hold =
        LegacyHold.of(
            DataJson.parse(
                "{\"endpoint\":\"https://hold.example.com\",\"owner\":\"did:plc:x\","
                    + "\"public\":true}"));
    assertEquals(Optional.of(HOLD), hold.hold().asDid());
    assertEquals(Optional.of(Did.parse("did:plc:x")), hold.owner());
    assertThrows(UnusableRecordException.class, () -> LegacyHold.of(DataMap.EMPTY));
  }

  @Test
  void aCaptainMayNameASuccessor() {
    assertEquals(Optional.empty(), Captain.of(DataMap.EMPTY).successor());
    DataMap record = DataMap.EMPTY.with("successor", new DataValue.Text(HOLD.value()));
    assertEquals(Optional.of(HOLD), Captain.of(record).successor());
    DataMap bad = DataMap.EMPTY.with("successor", new DataValue.Text("nonsense"));
    assertThrows(UnusableRecordException.class, () -> Captain.of(bad));
  }
}
