package dev.orlop.hold.pds.records;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.orlop.atproto.crypto.KeyType;
import dev.orlop.atproto.crypto.SigningKey;
import dev.orlop.atproto.syntax.Datetime;
import dev.orlop.atproto.syntax.Did;
import dev.orlop.atproto.syntax.Nsid;
import dev.orlop.atproto.syntax.RepoPath;
import dev.orlop.car.cbor.DagCbor;
import dev.orlop.car.cbor.DataMap;
import dev.orlop.car.cbor.DataValue;
import dev.orlop.hold.pds.CommitRequest;
import dev.orlop.hold.pds.Followers;
import dev.orlop.hold.pds.Repo;
import dev.orlop.hold.pds.Repos;
import dev.orlop.hold.store.index.MvRepoIndex;
import dev.orlop.lexicons.LexiconValidator;
import dev.orlop.lexicons.Nsids;
import dev.orlop.mst.RecordWrite;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HoldRecordsTest {
  private static final Did ALICE = Did.parse("did:plc:ewvi7nxzyoun6zhxrhs64oiz");
  private static final Did BOB = Did.parse("did:web:localhost%3A8080");
  private static final Datetime NOW = Datetime.parse("2026-11-21T12:00:00.000Z");

  @TempDir Path folder;
  private MvRepoIndex index;
  private Repos repos;
  private Repo repo;
  private final Followers followers = new Followers();
  private final HoldRecords records = new HoldRecords(followers);

  @BeforeEach
  void open() {
    index = MvRepoIndex.openFile(folder.resolve("index"));
    repos =
        new Repos(
            folder.resolve("repos"), index, Repos.Settings.DEFAULT, Clock.systemUTC(), followers);
    repo = repos.open(Did.parse("did:web:hold.example.com"), SigningKey.generate(KeyType.K256));
    followers.load(repo);
  }

  @AfterEach
  void close() {
    repos.close();
    index.close();
  }

  private void put(RepoPath path, DataMap record) {
    repo.commit(CommitRequest.of(new RecordWrite.Put(path, DagCbor.encode(record))));
  }

  @Test
  void aHoldBeginsWithoutCaptainAndCrew() {
    assertTrue(records.captain().isEmpty());
    assertEquals(List.of(), records.crew().members());
  }

  @Test
  void theCaptainIsWhoTheRecordNames() {
    Captain captain =
        new Captain(ALICE, true, false, false, NOW, Optional.of("eu"), Optional.of(BOB));
    put(Captain.PATH, captain.toData());
    assertEquals(Optional.of(captain), records.captain());
  }

  @Test
  void aMemberIsFoundByTheFieldAndNotByTheKey() {
    CrewMember member = new CrewMember(BOB, "write", List.of("blob:write"), NOW, Optional.empty());
    put(RepoPath.of(Nsids.HOLD_CREW.toString(), "some-hash"), member.toData());
    assertTrue(records.crew().has(BOB));
    assertTrue(records.crew().has(Did.parse("did:web:localhost:8080")));
    assertEquals(Set.of("blob:write"), records.crew().permissions(BOB));
    assertFalse(records.crew().has(ALICE));
  }

  @Test
  void severalRecordsOfOneMemberCountTogether() {
    put(
        CrewMember.path(BOB),
        new CrewMember(BOB, "read", List.of("blob:read"), NOW, Optional.empty()).toData());
    put(
        RepoPath.of(Nsids.HOLD_CREW.toString(), "other"),
        new CrewMember(BOB, "write", List.of("blob:write"), NOW, Optional.empty()).toData());
    assertEquals(Set.of("blob:read", "blob:write"), records.crew().permissions(BOB));
    assertEquals(1, records.crew().members().size());
    assertEquals(2, records.crew().of(BOB).size());
  }

  @Test
  void aRevocationHoldsAtOnce() {
    CrewMember member = new CrewMember(BOB, "read", List.of("blob:read"), NOW, Optional.empty());
    put(CrewMember.path(BOB), member.toData());
    assertTrue(records.crew().has(BOB));
    repo.commit(CommitRequest.of(new RecordWrite.Delete(CrewMember.path(BOB))));
    assertFalse(records.crew().has(BOB));
  }

  @Test
  void aCrewRecordThatCannotBeReadGrantsNothingAndHidesNoOther() {
    put(
        RepoPath.of(Nsids.HOLD_CREW.toString(), "broken"),
        DataMap.builder().put("$type", Nsids.HOLD_CREW.toString()).put("member", "nobody").build());
    put(
        CrewMember.path(ALICE),
        new CrewMember(ALICE, "read", List.of("blob:read"), NOW, Optional.empty()).toData());
    assertEquals(
        List.of(ALICE), records.crew().members().stream().map(CrewMember::member).toList());
  }

  @Test
  void whatWeWriteIsWhatTheLexiconsSay() {
    LexiconValidator lexicons = LexiconValidator.bundled();
    List<DataMap> written =
        List.of(
            new Captain(ALICE, true, true, false, NOW, Optional.empty(), Optional.empty()).toData(),
            new CrewMember(BOB, "read", List.of(), NOW, Optional.of("bosun")).toData(),
            StatsRecord.begin(ALICE, "app", NOW).toData(),
            StatsRecord.begin(ALICE, "app", NOW).plusPulls(3, 1, NOW, NOW).plusPush(NOW).toData());
    for (DataMap record : written) {
      assertTrue(
          lexicons.validateRecord(Nsid.parse(record.type().orElseThrow()), record).isValid(),
          record.toString());
    }
  }

  @Test
  void statsReadBackAndAcceptTheOlderForm() {
    StatsRecord stats = StatsRecord.begin(ALICE, "app", NOW).plusPulls(3, 1, NOW, NOW);
    assertEquals(stats, StatsRecord.of(stats.toData()));
    DataMap older =
        stats.toData().without("ownerDid").with("did", new DataValue.Text(ALICE.toString()));
    assertEquals(stats, StatsRecord.of(older));
    assertThrows(
        MalformedRecordException.class, () -> StatsRecord.of(stats.toData().without("repository")));
  }

  @Test
  void theKeyOfAStatsRecordIsTheKnownOne() {
    assertEquals(
        "io.atcr.hold.stats/wfvxmr2yiozjedlo57vusrzana",
        StatsRecord.path(Did.parse("did:plc:abc"), "app").toString());
  }
}
